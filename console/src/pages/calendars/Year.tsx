import type { Calendar } from '../../api/types'
import { dayOf, repeatOf } from '../../lib/calendars'
import { Card } from '../../ui/Feedback'

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const WEEK = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']
const DAY = 86_400_000
const iso = (date: Date) => date.toISOString().slice(0, 10)

type Span = { from?: string; until?: string; name?: string; rule?: string; yearly?: boolean; except?: string[] }

/** The days that a calendar of days excludes, with their names; undefined for other kinds. Of rules it knows only the yearly one. */
export function excludedDays(calendar: Calendar, year: number): Map<string, string> | undefined {
  const days = new Map<string, string>()
  const each = (visit: (date: Date) => void) => {
    for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += DAY) visit(new Date(at))
  }
  if (calendar.type === 'weeklyDays') {
    const wanted = new Set((calendar.days ?? []).map(String))
    each((date) => {
      const name = WEEK[(date.getUTCDay() + 6) % 7]!
      if (wanted.has(name)) days.set(iso(date), name.toLowerCase())
    })
    return days
  }
  if (calendar.type !== 'holidays') return undefined
  for (const one of (calendar.days ?? []) as (string | Span)[]) {
    const span: Span = typeof one === 'string' ? { from: one } : one
    const begin = span.from
    if (!begin) continue
    const end = span.until ?? begin
    const yearly = span.yearly || span.rule === 'FREQ=YEARLY'
    // of a span of many years only this one is looked at
    const from = yearly ? Date.parse(begin) : Math.max(Date.parse(begin), Date.UTC(year, 0, 1))
    const until = Math.min(Date.parse(end), from + 366 * DAY)
    for (let at = from; at <= until; at += DAY) {
      const date = iso(new Date(at))
      const shown = yearly ? `${year}${date.slice(4)}` : date
      if (!span.except?.includes(shown) && shown.startsWith(String(year))) days.set(shown, span.name ?? '')
    }
  }
  return days
}

/** A year at a glance, with the excluded days marked. */
export function Year({ calendar }: { calendar: Calendar }) {
  const now = new Date().getFullYear()
  const first = excludedDays(calendar, now)
  if (!first) return null
  const year = first.size > 0 ? now : now + 1
  const days = excludedDays(calendar, year)!
  const ruled = calendar.type === 'holidays' && (calendar.days ?? []).some((day) => repeatOf(dayOf(day)) === 'rule')
  return (
    <Card title={`${year}`} note={`${days.size} ${days.size === 1 ? 'day' : 'days'} excluded${ruled ? '; days that come by a rule are shown once' : ''}`}>
      <div className="year">
        {MONTHS.map((month, index) => {
          const start = new Date(Date.UTC(year, index, 1))
          const length = new Date(Date.UTC(year, index + 1, 0)).getUTCDate()
          const lead = (start.getUTCDay() + 6) % 7
          return (
            <table key={month}>
              <caption>{month}</caption>
              <tbody>
                {Array.from({ length: Math.ceil((lead + length) / 7) }, (_, week) => (
                  <tr key={week}>
                    {Array.from({ length: 7 }, (_unused, weekday) => {
                      const day = week * 7 + weekday - lead + 1
                      if (day < 1 || day > length) return <td key={weekday} />
                      const date = iso(new Date(Date.UTC(year, index, day)))
                      const name = days.get(date)
                      return (
                        <td key={weekday} data-excluded={name !== undefined || undefined} title={name || undefined}>
                          {day}
                          {name !== undefined && <span className="sr-only"> excluded{name && `: ${name}`}</span>}
                        </td>
                      )
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          )
        })}
      </div>
    </Card>
  )
}
