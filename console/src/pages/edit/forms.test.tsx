import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState, type ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { CronBuilder } from './CronBuilder'
import { DurationField, JsonField, PairsField } from './inputs'

function Builder({ start, told }: { start: string; told: (expression: string) => void }) {
  const [expression, setExpression] = useState(start)
  return (
    <CronBuilder
      expression={expression}
      onChange={(next) => {
        setExpression(next)
        told(next)
      }}
    />
  )
}

describe('the guided builder', () => {
  it('writes the expression while one chooses', async () => {
    const told = vi.fn()
    render(<Builder start="0 9 * * MON-FRI" told={told} />)
    expect(screen.getByRole('button', { name: 'Weekly' }).getAttribute('aria-pressed')).toBe('true')
    await userEvent.click(screen.getByRole('button', { name: 'Sat' }))
    expect(told).toHaveBeenLastCalledWith('0 9 * * MON-SAT')
    await userEvent.click(screen.getByRole('button', { name: 'Monthly' }))
    expect(told).toHaveBeenLastCalledWith('0 9 1 * *')
    await userEvent.click(screen.getByRole('button', { name: 'Minutes' }))
    await userEvent.selectOptions(screen.getByLabelText('Repeat'), '5')
    expect(told).toHaveBeenLastCalledWith('*/5 * * * *')
  })

  it('does not let the last day go', async () => {
    const told = vi.fn()
    render(<Builder start="0 9 * * MON" told={told} />)
    await userEvent.click(screen.getByRole('button', { name: 'Mon' }))
    expect(told).not.toHaveBeenCalled()
  })

  it('says when an expression is more than it can say', () => {
    render(<Builder start="0 9 1 * MON" told={vi.fn()} />)
    expect(screen.getByText(/says more than the builder can/)).toBeTruthy()
  })
})

/** Keeps a value as forms do. */
function Kept({ told, children }: { told: (value: unknown) => void; children: (value: unknown, set: (value: unknown) => void) => ReactNode }) {
  const [value, setValue] = useState<unknown>()
  return children(value, (next) => {
    setValue(next)
    told(next)
  })
}

describe('the inputs', () => {
  it('understand a length of time as people write it', async () => {
    const told = vi.fn()
    render(<Kept told={told}>{(value, set) => <DurationField label="Every" value={value} onChange={set} />}</Kept>)
    await userEvent.type(screen.getByLabelText('Every'), '1h 30m')
    expect(told).toHaveBeenLastCalledWith('PT1H30M')
    expect(screen.getByText('1 h 30 min')).toBeTruthy()
  })

  it('take JSON as soon as it is whole', async () => {
    const told = vi.fn()
    render(<Kept told={told}>{(value, set) => <JsonField label="Body" value={value} onChange={set} />}</Kept>)
    await userEvent.type(screen.getByLabelText('Body'), '{{"a": 1')
    expect(told).toHaveBeenLastCalledWith('{"a": 1')
    await userEvent.type(screen.getByLabelText('Body'), '}')
    expect(told).toHaveBeenLastCalledWith({ a: 1 })
  })

  it('add and remove pairs', async () => {
    const told = vi.fn()
    render(<Kept told={told}>{(value, set) => <PairsField label="Labels" names={['label', 'value']} value={value} onChange={set} />}</Kept>)
    await userEvent.click(screen.getByRole('button', { name: 'Add label' }))
    await userEvent.type(screen.getByLabelText('label 1'), 'team')
    await userEvent.type(screen.getByLabelText('value 1'), 'ops')
    expect(told).toHaveBeenLastCalledWith({ team: 'ops' })
    await userEvent.click(screen.getByRole('button', { name: 'Remove team' }))
    expect(told).toHaveBeenLastCalledWith({})
  })
})
