/** The schedules that the guided builder can say, and the UNIX cron expressions for them. */
export type Guide =
  | { kind: 'minutes'; every: number }
  | { kind: 'hours'; every: number; minute: number }
  | { kind: 'day'; time: string }
  | { kind: 'week'; days: number[]; time: string }
  | { kind: 'month'; day: number; time: string }

export const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

const clock = (time: string): [number, number] => {
  const [hour = '0', minute = '0'] = time.split(':')
  return [Number(hour), Number(minute)]
}

const time = (hour: string, minute: string) => `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`

/** Days of the week as cron names them, neighbours as a range. */
export function dayField(days: number[]) {
  // Monday first, so that a weekend is one range
  const order = [...new Set(days)].map((day) => (day === 0 ? 7 : day)).sort((a, b) => a - b)
  const runs: [number, number][] = []
  for (const day of order) {
    const run = runs.at(-1)
    if (run && run[1] === day - 1) run[1] = day
    else runs.push([day, day])
  }
  const name = (day: number) => NAMES[day % 7]!
  return runs.map(([from, to]) => (from === to ? name(from) : to === from + 1 ? `${name(from)},${name(to)}` : `${name(from)}-${name(to)}`)).join(',')
}

export function build(guide: Guide): string {
  switch (guide.kind) {
    case 'minutes':
      return guide.every === 1 ? '* * * * *' : `*/${guide.every} * * * *`
    case 'hours':
      return `${guide.minute} ${guide.every === 1 ? '*' : `*/${guide.every}`} * * *`
    case 'day': {
      const [hour, minute] = clock(guide.time)
      return `${minute} ${hour} * * *`
    }
    case 'week': {
      const [hour, minute] = clock(guide.time)
      return `${minute} ${hour} * * ${dayField(guide.days.length ? guide.days : [1])}`
    }
    case 'month': {
      const [hour, minute] = clock(guide.time)
      return `${minute} ${hour} ${guide.day} * *`
    }
  }
}

function daysOf(field: string): number[] | undefined {
  const number = (word: string) => {
    const named = NAMES.indexOf(word.toUpperCase())
    return named >= 0 ? named : /^[0-7]$/.test(word) ? Number(word) % 7 : undefined
  }
  const days: number[] = []
  for (const part of field.split(',')) {
    const [from, to, more] = part.split('-')
    const first = number(from ?? '')
    const last = to === undefined ? first : number(to)
    if (more !== undefined || first === undefined || last === undefined) return undefined
    for (let day = first; ; day = (day + 1) % 7) {
      days.push(day)
      if (day === last) break
    }
  }
  return [...new Set(days)]
}

/** The guide that says this expression; undefined when it says more than the builder can. */
export function parse(expression: string): Guide | undefined {
  const fields = expression.trim().split(/\s+/)
  if (fields.length !== 5) return undefined
  const [minute, hour, day, month, weekday] = fields as [string, string, string, string, string]
  if (month !== '*' || (/^\d+$/.test(minute) && Number(minute) > 59) || (/^\d+$/.test(hour) && Number(hour) > 23)) return undefined
  const plain = /^\d{1,2}$/
  if (day === '*' && weekday === '*') {
    const everyMinutes = /^(?:\*|\*\/(\d+))$/.exec(minute)
    if (everyMinutes && hour === '*') return { kind: 'minutes', every: Number(everyMinutes[1] ?? 1) }
    const everyHours = /^(?:\*|\*\/(\d+))$/.exec(hour)
    if (everyHours && plain.test(minute)) return { kind: 'hours', every: Number(everyHours[1] ?? 1), minute: Number(minute) }
    if (plain.test(minute) && plain.test(hour)) return { kind: 'day', time: time(hour, minute) }
  }
  if (!plain.test(minute) || !plain.test(hour)) return undefined
  if (day === '*') {
    const days = daysOf(weekday)
    return days && { kind: 'week', days, time: time(hour, minute) }
  }
  if (weekday === '*' && plain.test(day)) return { kind: 'month', day: Number(day), time: time(hour, minute) }
  return undefined
}
