import { describe, expect, it } from 'vitest'
import type { Fire } from '../api/types'
import { curl, definitionOf } from './definition'
import { diff } from './diff'
import { explain, moments } from './explain'
import { parseSearch, stringifySearch } from './search'

const fire = (more: Partial<Fire>): Fire => ({ id: 'f', task: 't', scheduledFor: '2026-11-21T10:00:00Z', trigger: 'SCHEDULE', state: 'SUCCEEDED', version: 1, attempt: 1, ...more })

describe('the explanation of a fire', () => {
  it('says that it was on time', () => {
    expect(explain(fire({ latenessMillis: 2.7 }))).toEqual(['It started 2.7 ms after its instant: on time.'])
  })

  it('says where the lateness came from', () => {
    const waited = explain(fire({ latenessMillis: 30_000, claimedAt: '2026-11-21T10:00:29.9Z', startedAt: '2026-11-21T10:00:30Z' }))
    expect(waited[0]).toBe('It started 30.0 s late.')
    expect(waited[1]).toContain('29.9 s of it passed before the claim')
    const slow = explain(fire({ latenessMillis: 2000, claimedAt: '2026-11-21T10:00:00.1Z', startedAt: '2026-11-21T10:00:02Z' }))
    expect(slow[1]).toContain('between claim and start')
  })

  it('says when Temporal rang, and when that was the cause', () => {
    const held = fire({ latenessMillis: 3, wokenAt: '2026-11-21T09:59:58.800Z', claimedAt: '2026-11-21T10:00:00.002Z', startedAt: '2026-11-21T10:00:00.003Z' })
    expect(explain(held)).toEqual(['It started 3.0 ms after its instant: on time.', 'Temporal had rung, and a worker held it from 1.2 s before the instant; it was claimed 2.0 ms after it.'])
    expect(moments(held).map(({ name }) => name)).toEqual(['Woken', 'Scheduled', 'Claimed', 'Started'])
    const rungLate = fire({ latenessMillis: 3400, wokenAt: '2026-11-21T10:00:03.300Z', claimedAt: '2026-11-21T10:00:03.390Z', startedAt: '2026-11-21T10:00:03.400Z' })
    expect(explain(rungLate)).toHaveLength(2)
    expect(explain(rungLate)[1]).toContain('Only 3.3 s after the instant was it taken up by a worker. That is why it was late')
    expect(moments(rungLate).map(({ name }) => name)).toEqual(['Scheduled', 'Woken', 'Claimed', 'Started'])
    const stoodInLine = fire({ latenessMillis: 60_000, wokenAt: '2026-11-21T09:59:59Z', claimedAt: '2026-11-21T10:00:59Z', startedAt: '2026-11-21T10:01:00Z' })
    expect(explain(stoodInLine).at(-1)).toContain('of it passed before the claim')
  })

  it('says why an instant was not acted on', () => {
    expect(explain(fire({ state: 'SKIPPED', reason: 'PAUSED', detail: 'missed; catch-up NONE within PT1H' }))).toEqual(['This instant was not acted on: paused (missed; catch-up NONE within PT1H).'])
    expect(explain(fire({ state: 'SKIPPED', reason: 'CATCH_UP', covers: 900 }))[0]).toContain('900 instants were not acted on')
  })

  it('says what a waiting fire waits for', () => {
    expect(explain(fire({ state: 'PENDING', waitsFor: { concurrencyKey: 'warehouse', limit: 2, ahead: 1 } }))[0]).toContain('“warehouse”: 2 may run at once, and 1 is before it')
  })

  it('goes by the first attempt, since lateness does', () => {
    const retried = fire({
      claimedAt: '2026-11-21T10:05:00Z',
      attempts: [{ number: 1, state: 'FAILED', claimedAt: '2026-11-21T10:00:00.010Z', startedAt: '2026-11-21T10:00:00.020Z' }],
    })
    expect(moments(retried).map(({ at }) => at)).toContain('2026-11-21T10:00:00.020Z')
  })
})

describe('a difference', () => {
  it('names what changed, came and went, by pointer', () => {
    expect(diff({ a: 1, s: { t: 'x', l: [1] }, gone: true }, { a: 1, s: { t: 'y', l: [1, 2] }, 'n/w': 0 })).toEqual([
      { pointer: '/gone', before: true },
      { pointer: '/n~1w', after: 0 },
      { pointer: '/s/l', before: [1], after: [1, 2] },
      { pointer: '/s/t', before: 'x', after: 'y' },
    ])
    expect(diff({ a: [1] }, { a: [1] })).toEqual([])
  })
})

describe('an address', () => {
  it('holds texts and lists so that people can read them', () => {
    const search = { q: 'night', label: ['team=billing', 'tier=gold'], state: undefined }
    expect(stringifySearch(search)).toBe('?q=night&label=team=billing&label=tier=gold')
    expect(parseSearch('?q=night&label=team=billing&label=tier=gold')).toEqual({ q: 'night', label: ['team=billing', 'tier=gold'] })
    expect(parseSearch(stringifySearch({ q: 'a&b=c d' }))).toEqual({ q: 'a&b=c d' })
  })
})

describe('a definition', () => {
  it('is the task without what the server adds', () => {
    const task = { id: 'a', schedule: { type: 'once' }, action: { type: 'simulate' }, state: 'ACTIVE', version: 3, engine: {}, nextFireAt: 'x', recent: [] }
    expect(definitionOf(task as never)).toEqual({ id: 'a', schedule: { type: 'once' }, action: { type: 'simulate' } })
  })

  it('becomes a command that a shell reads as it is meant', () => {
    const text = curl('http://127.0.0.1:8080', '/v1/tasks/a', { say: "it's" }, true)
    expect(text).toContain(String.raw`it'\''s`)
    expect(text).toContain('$PUNCTUAL_KEY')
  })
})
