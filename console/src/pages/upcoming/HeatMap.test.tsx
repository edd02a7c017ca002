import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { byDay, HeatMap, level } from './HeatMap'

const at = (hour: number) => new Date(2026, 11, 1, hour).toISOString()

describe('the heat map', () => {
  it('tells few from one, and many from most', () => {
    expect([0, 1, 3, 10, 1000, 10_000].map((fires) => level(fires, 1, 10_000))).toEqual([0, 1, 1, 2, 4, 5])
    expect([3300, 3306].map((fires) => level(fires, 3300, 3306))).toEqual([3, 3])
  })

  it('puts hours into days of the viewer, and adds up an hour that comes twice', () => {
    const days = byDay([{ at: at(1), fires: 2 }, { at: at(23), fires: 5 }, { at: at(1), fires: 3 }])
    expect(days).toHaveLength(1)
    expect(days[0]?.[1][1]?.fires).toBe(5)
    expect(days[0]?.[1][2]).toBeUndefined()
  })

  it('lists the hour that is chosen', async () => {
    const chosen = vi.fn()
    render(<HeatMap hours={{ computedAt: at(0), hours: [{ at: at(9), fires: 1200, capped: true }], busiest: [] }} onChoose={chosen} />)
    const cell = screen.getByRole('button', { name: '2026-12-01 09:00, 1,200 or more fires' })
    expect(cell.textContent).toContain('1.2k')
    await userEvent.click(cell)
    expect(chosen).toHaveBeenCalledWith(at(9), at(10))
  })
})
