import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { AgainstUsual } from './AgainstUsual'

const ago = (millis: number) => new Date(Date.now() - millis).toISOString()
const width = () => document.querySelector<HTMLElement>('.bar > i')?.style.width

describe('a running fire', () => {
  it('is shown against what is usual', () => {
    render(<AgainstUsual since={ago(30_000)} usual={60_000} />)
    expect(screen.getByText('30 s')).toBeTruthy()
    expect(screen.getByText('of 1 min')).toBeTruthy()
    expect(Number.parseFloat(width()!)).toBeCloseTo(50, -1)
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
