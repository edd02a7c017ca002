import { describe, expect, it } from 'vitest'
import { changed, idOf, isoOf, scheduleOf, valueOf } from './draft'

describe('a draft', () => {
  it('leaves out what is empty', () => {
    expect(changed({ a: 1, b: 'x' }, 'b', '')).toEqual({ a: 1 })
    expect(changed({ a: 1 }, 'list', [])).toEqual({ a: 1 })
    expect(changed({ a: 1 }, 'a', 0)).toEqual({ a: 0 })
  })

  it('keeps zone and bounds when the kind of schedule changes, where the new kind has them', () => {
    const cron = { type: 'cron', expression: '0 2 * * *', timeZone: 'Asia/Tokyo', jitter: 'PT30S' }
    expect(scheduleOf('rrule', cron, 'UTC')).toMatchObject({ type: 'rrule', timeZone: 'Asia/Tokyo', jitter: 'PT30S' })
    expect(scheduleOf('once', cron, 'UTC')).toEqual({ type: 'once' })
  })

  it.each([
    ['15m', 'PT15M'],
    ['1h 30m', 'PT1H30M'],
    ['90s', 'PT1M30S'],
    ['2 d', 'P2D'],
    ['pt5m', 'PT5M'],
    ['0.5s', 'PT0.5S'],
    ['soon', 'soon'],
    ['', ''],
  ])('understands %s as %s', (text, iso) => expect(isoOf(text)).toBe(iso))

  it('takes objects and lists as JSON, and all else as the text that it is', () => {
    expect(valueOf('{"a": 1}')).toEqual({ a: 1 })
    expect(valueOf('[1]')).toEqual([1])
    expect(valueOf('{"a": ')).toBe('{"a": ')
    expect(valueOf('12')).toBe('12')
    expect(valueOf('  ')).toBeUndefined()
  })

  it('makes ids of names', () => {
    expect(idOf('Nightly Report (EU)')).toBe('nightly-report-eu')
    expect(idOf('Übersicht 2')).toBe('ubersicht-2')
    expect(idOf('x'.repeat(80))).toHaveLength(63)
    expect(idOf('???')).toBe('')
  })
})
