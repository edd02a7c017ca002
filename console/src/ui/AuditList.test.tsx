import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { AuditDetail } from './AuditList'

test('an event tells its detail in words', () => {
  const { container } = render(<AuditDetail detail={{ reason: 'maintenance', resumeAt: '2026-11-22T08:00:00Z', skipped: 3, labels: ['a', 'b'] }} />)

  expect(container.textContent).toContain('reason maintenance; resume at ')
  expect(container.textContent).toContain('; skipped 3; labels a, b')
  expect(container.textContent).not.toMatch(/[{}"]|T08/)
})

test('an event without detail tells none', () => {
  const { container } = render(<AuditDetail detail={{}} />)

  expect(container.textContent).toBe('')
  expect(screen.queryByRole('time')).toBeNull()
})
