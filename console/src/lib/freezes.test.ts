import { describe, expect, it } from 'vitest'
import { freezeOf } from './freezes'

const ID = '0e6f0f6a-52c1-4a3e-9d0b-2f5c8b1a7d33'

describe('the freeze of a task', () => {
  it('is named by the reason of its pause', () => {
    expect(freezeOf({ state: 'PAUSED', pause: { reason: `freeze ${ID}: year end: all` } })).toEqual({ id: ID, reason: 'year end: all' })
    expect(freezeOf({ state: 'PAUSED', pause: { reason: `freeze ${ID}` } })).toEqual({ id: ID, reason: undefined })
  })

  it('is none when a user paused it, or nobody did', () => {
    expect(freezeOf({ state: 'PAUSED', pause: { reason: 'freeze the prices' } })).toBeUndefined()
    expect(freezeOf({ state: 'PAUSED' })).toBeUndefined()
    expect(freezeOf({ state: 'ACTIVE', pause: { reason: `freeze ${ID}` } })).toBeUndefined()
  })
})
