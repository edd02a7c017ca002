import { render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AgainstUsual } from './AgainstUsual'

// each test an hour after the one before, so that the console's clock, which moves by seconds, reads exactly this
let now = Date.now()

beforeEach(() => {
  now += 3_600_000
  vi.useFakeTimers({ now })
})

afterEach(() => vi.useRealTimers())

const ago = (millis: number) => new Date(now - millis).toISOString()
const width = () => document.querySelector<HTMLElement>('.bar > i')?.style.width

describe('a running fire', () => {
  it('is shown against what is usual', () => {
    render(<AgainstUsual since={ago(30_000)} usual={60_000} />)
    expect(screen.getByText('30 s')).toBeTruthy()
    expect(screen.getByText('of 1 min')).toBeTruthy()
    expect(Number.parseFloat(width()!)).toBeCloseTo(50)
    expect(document.querySelector('.badge')).toBeNull()
  })

  it('is marked when it takes much longer', () => {
    render(<AgainstUsual since={ago(30_000)} usual={10_000} />)
    expect(width()).toBe('100%')
    expect(screen.getByText('3.0 × usual')).toBeTruthy()
  })

  it('says so when nothing is usual yet', () => {
    render(<AgainstUsual since={ago(3_000)} usual={undefined} />)
    expect(screen.getByText('no usual yet')).toBeTruthy()
    expect(width()).toBeUndefined()
  })
})
