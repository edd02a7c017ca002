import { describe, expect, it } from 'vitest'
import { build, dayField, parse, type Guide } from './cron'

describe('the cron builder', () => {
  it.each<[Guide, string]>([
    [{ kind: 'minutes', every: 1 }, '* * * * *'],
    [{ kind: 'minutes', every: 15 }, '*/15 * * * *'],
    [{ kind: 'hours', every: 1, minute: 5 }, '5 * * * *'],
    [{ kind: 'hours', every: 6, minute: 30 }, '30 */6 * * *'],
    [{ kind: 'day', time: '02:30' }, '30 2 * * *'],
    [{ kind: 'week', days: [1, 2, 3, 4, 5], time: '09:00' }, '0 9 * * MON-FRI'],
    [{ kind: 'month', day: 31, time: '23:59' }, '59 23 31 * *'],
  ])('writes %o as %s, and reads it back', (guide, expression) => {
    expect(build(guide)).toBe(expression)
    expect(parse(expression)).toEqual(guide)
  })

  it.each(['0 0 2 * * ?', '@daily', '0 9 1 * MON', '0 9 * 12 *', '0 9,17 * * *', 'H * * * *', '0 9 * * MON#2', '', '0 9 1-5 * *', '0 25 * * *', '60 1 * * *'])('leaves %s to be written by hand', (expression) => {
    expect(parse(expression)).toBeUndefined()
  })

  it('joins neighbouring days, with Sunday after Saturday', () => {
    expect(dayField([6, 0])).toBe('SAT,SUN')
    expect(dayField([5, 6, 0, 1])).toBe('MON,FRI-SUN')
    expect(dayField([1, 3])).toBe('MON,WED')
  })

  it('reads days by number, over the end of the week, and without doubles', () => {
    expect(parse('0 9 * * 5-7')).toEqual({ kind: 'week', days: [5, 6, 0], time: '09:00' })
    expect(parse('0 9 * * FRI-MON')).toEqual({ kind: 'week', days: [5, 6, 0, 1], time: '09:00' })
    expect(parse('0 9 * * 0,7')).toEqual({ kind: 'week', days: [0], time: '09:00' })
  })
})
