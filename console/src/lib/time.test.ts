import { describe, expect, it } from 'vitest'
import { duration, iso, isoMillis, isoWords, localTime, shortTime, span } from './time'

describe('instants', () => {
  const at = new Date('2026-11-21T22:05:03.007Z')

  it('are shown in the zone that is asked for', () => {
    expect(localTime(at, 'UTC')).toBe('2026-11-21 22:05:03')
    expect(localTime(at, 'Asia/Kathmandu', true)).toBe('2026-11-22 03:50:03.007')
    expect(localTime(new Date('2026-11-21T00:00:00Z'), 'UTC')).toBe('2026-11-21 00:00:00')
  })

  it('are the shorter the nearer they are', () => {
    expect(shortTime(new Date('2026-11-21T23:00:00Z'), at, 'UTC')).toBe('23:00')
    expect(shortTime(new Date('2026-11-21T23:00:07Z'), at, 'UTC')).toBe('23:00:07')
    expect(shortTime(new Date('2026-11-23T02:00:00Z'), at, 'UTC')).toBe('Mon 11-23 02:00')
    expect(shortTime(new Date('2027-01-01T02:00:00Z'), at, 'UTC')).toBe('2027-01-01 02:00')
  })

  it('survive a zone that the browser does not know', () => {
    expect(localTime(at, 'Mars/Olympus')).toBe('2026-11-21 22:05:03')
  })
})

describe('lengths of time', () => {
  it.each([
    [0, '0 s'],
    [8_400, '8 s'],
    [61_000, '1 min 1 s'],
    [3_600_000, '1 h'],
    [90_000_000, '1 d 1 h'],
  ])('%i ms are %s', (millis, words) => expect(span(millis)).toBe(words))

  it.each([
    [2.69, '2.7 ms'],
    [310.2, '310 ms'],
    [1499, '1.5 s'],
    [59_970, '1 min'],
    [undefined, '–'],
  ])('%s ms took %s', (millis, words) => expect(duration(millis)).toBe(words))

  it.each([
    ['PT15M', 900_000],
    ['P1DT2H', 93_600_000],
    ['PT0.05S', 50],
  ])('reads %s and writes it again', (text, millis) => {
    expect(isoMillis(text)).toBe(millis)
    expect(iso(millis)).toBe(text)
  })

  it.each(['P', 'PT', 'P1M', '15m', ''])('does not read %s', (text) => expect(isoMillis(text)).toBeUndefined())

  it('says what cannot be read as it is', () => expect(isoWords('soon')).toBe('soon'))
})
