import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import type { Fire, Task } from '../api/types'
import { LiveUpdates, withEvents } from './apply'

const task = (more: object = {}) => ({ id: 'a', state: 'ACTIVE', version: 2, labels: {}, recent: [], ...more }) as unknown as Task & { recent: never[] }
const fire = (more: Partial<Fire> = {}): Fire => ({
  id: 'f1',
  task: 'a',
  scheduledFor: '2026-11-21T10:00:00Z',
  startedAt: '2026-11-21T10:00:00.100Z',
  finishedAt: '2026-11-21T10:00:01.100Z',
  trigger: 'SCHEDULE',
  state: 'SUCCEEDED',
  version: 1,
  attempt: 1,
  latenessMillis: 100,
  ...more,
})

describe('what the stream tells', () => {
  it('changes a task in its place, unless it is older than what is shown', () => {
    const change = { id: 'a', namespace: 'default', state: 'PAUSED' as const, version: 3, change: 'PAUSED' }
    expect(withEvents(task(), change, []).state).toBe('PAUSED')
    expect(withEvents(task({ version: 4 }), change, []).state).toBe('ACTIVE')
  })

  it('adds an ended fire to the recent ones, once', () => {
    const shown = withEvents(task(), undefined, [fire(), fire()])
    expect(shown.recent).toEqual([{ fire: 'f1', state: 'SUCCEEDED', at: '2026-11-21T10:00:00Z', latenessMillis: 100, durationMillis: 1000 }])
    expect(shown.lastFire).toEqual({ scheduledFor: '2026-11-21T10:00:00Z', state: 'SUCCEEDED' })
  })

  it('keeps the latest fire when an older one ends later', () => {
    const shown = withEvents(task({ lastFire: { scheduledFor: '2026-11-21T11:00:00Z', state: 'RUNNING' } }), undefined, [fire()])
    expect(shown.lastFire?.state).toBe('RUNNING')
  })

  it('is put into the lists, and outdates what it does not tell', () => {
    const client = new QueryClient()
    client.setQueryData(['tasks', {}, 100], { pages: [{ items: [task(), task({ id: 'b' })] }], pageParams: [undefined] })
    client.setQueryData(['fire', 'f1'], fire({ state: 'RUNNING', attempts: [] }))
    client.setQueryData(['fires', { task: 'a' }, 50], { pages: [], pageParams: [] })
    client.setQueryData(['fires', { task: 'b' }, 50], { pages: [], pageParams: [] })
    const updates = new LiveUpdates(client)
    updates.take({ type: 'fire', data: fire() })
    updates.flush()
    const shown = client.getQueryData<{ pages: { items: Task[] }[] }>(['tasks', {}, 100])!
    expect(shown.pages[0]?.items[0]?.lastFire?.state).toBe('SUCCEEDED')
    expect(shown.pages[0]?.items[1]?.lastFire).toBeUndefined()
    expect(client.getQueryData<Fire>(['fire', 'f1'])).toMatchObject({ state: 'SUCCEEDED', attempts: [] })
    expect(client.getQueryState(['fires', { task: 'a' }, 50])?.isInvalidated).toBe(true)
    expect(client.getQueryState(['fires', { task: 'b' }, 50])?.isInvalidated).toBe(false)
    updates.stop()
  })

  it('has all asked anew after a gap', () => {
    const client = new QueryClient()
    client.setQueryData(['stats'], {})
    const updates = new LiveUpdates(client)
    updates.take({ type: 'gap' })
    expect(client.getQueryState(['stats'])?.isInvalidated).toBe(true)
    updates.stop()
  })
})
