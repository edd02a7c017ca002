import { describe, expect, it } from 'vitest'
import type { Calendar } from '../api/types'
import { dayOf, definitionOf, missingIn, repeated, repeatOf, withMember } from './calendars'

describe('a calendar while it is written', () => {
  it('leaves out what only the server says', () => {
    const calendar = { type: 'weeklyDays', days: ['SUNDAY'], name: 'a', version: 3, updateTime: 'now', createTime: 'then' } as unknown as Calendar
    expect(definitionOf(calendar)).toEqual({ type: 'weeklyDays', days: ['SUNDAY'] })
  })

  it('reads a date alone as a day', () => {
    expect(dayOf('2027-01-01')).toEqual({ from: '2027-01-01' })
  })

  it('tells how an entry comes again, and changes that', () => {
    const day = { name: 'Unity Day', from: '2026-10-03', rule: 'FREQ=YEARLY' }
    expect(repeatOf(day)).toBe('yearly')
    expect(repeatOf({ from: '2026-10-03', yearly: true })).toBe('yearly')
    expect(repeated(day, 'once')).toEqual({ name: 'Unity Day', from: '2026-10-03' })
    expect(repeatOf(repeated(day, 'rule'))).toBe('rule')
    expect(repeated(repeated(day, 'once'), 'yearly')).toEqual(day)
  })

  it('leaves out what is empty', () => {
    expect(withMember({ name: 'a', from: 'b' }, 'name', '')).toEqual({ from: 'b' })
  })

  it('says what is missing before the server is asked', () => {
    expect(missingIn({ type: 'holidays', days: ['2027-01-01', { name: 'no date yet' }] })).toContain('first day')
    expect(missingIn({ type: 'holidays', days: [] })).toBeUndefined()
    expect(missingIn({ type: 'union', of: [] })).toContain('Choose')
    expect(missingIn({ type: 'businessHours', open: [{ day: 'MONDAY', from: '09:00' }] })).toContain('end')
  })
})
