import type { Calendar } from '../../api/types'

const days = (count: number) => `${count} ${count === 1 ? 'entry' : 'entries'}`

/** What a calendar excludes, in a few words. */
export function calendarWords(calendar: Pick<Calendar, 'type'> & { days?: unknown[]; open?: unknown[]; expression?: string; of?: unknown; without?: unknown }): string {
  switch (calendar.type) {
    case 'holidays':
      return `the days of ${days(calendar.days?.length ?? 0)}`
    case 'weeklyDays':
      return (calendar.days ?? []).map((day) => String(day).charAt(0) + String(day).slice(1, 3).toLowerCase()).join(', ')
    case 'businessHours':
      return `all but ${calendar.open?.length ?? 0} spans of open hours`
    case 'blackout':
      return `the minutes of ${calendar.expression ?? ''}`
    case 'union':
      return `what any of ${Array.isArray(calendar.of) ? calendar.of.map(name).join(', ') : ''} excludes`
    case 'difference':
      return `what ${name(calendar.of)} excludes and ${name(calendar.without)} does not`
  }
}

const name = (part: unknown) => (typeof part === 'string' ? part : 'a calendar of its own')
