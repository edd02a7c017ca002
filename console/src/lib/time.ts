/** Instants and lengths of time, for people. All instants are shown in the viewer's zone; the other zones are told on hover. */

export const viewerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

const formats = new Map<string, Intl.DateTimeFormat>()

function format(zone: string, options: Intl.DateTimeFormatOptions) {
  const key = `${zone} ${JSON.stringify(options)}`
  let made = formats.get(key)
  if (!made) {
    try {
      made = new Intl.DateTimeFormat('en-GB', { hourCycle: 'h23', timeZone: zone, ...options })
    } catch {
      // a zone that this browser does not know
      made = new Intl.DateTimeFormat('en-GB', { hourCycle: 'h23', timeZone: 'UTC', ...options })
    }
    formats.set(key, made)
  }
  return made
}

/** 2026-11-21 17:05:03 in the zone. */
export function localTime(at: Date, zone = viewerZone(), millis = false) {
  const parts = Object.fromEntries(
    format(zone, {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      ...(millis ? { fractionalSecondDigits: 3 as const } : {}),
    })
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  )
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}${millis ? `.${parts.fractionalSecond}` : ''}`
}

/** The time of day when it is today, else the date too; seconds only where they are not zero. */
export function shortTime(at: Date, now: Date, zone = viewerZone()) {
  const full = localTime(at, zone)
  const [day = '', time = ''] = full.split(' ')
  const clock = time.endsWith(':00') ? time.slice(0, 5) : time
  if (day === localTime(now, zone).slice(0, 10)) return clock
  return day.slice(0, 4) === localTime(now, zone).slice(0, 4) ? `${weekday(at, zone)} ${day.slice(5)} ${clock}` : `${day} ${clock}`
}

export const weekday = (at: Date, zone = viewerZone()) => format(zone, { weekday: 'short' }).format(at)

/** GMT+1 and the like. */
export const offset = (at: Date, zone = viewerZone()) =>
  format(zone, { timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value ?? ''

const UNITS: [string, number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
]

/** 1 d 4 h, 12 min 3 s, 8 s: the two greatest units. */
export function span(millis: number) {
  const whole = Math.max(0, Math.round(millis / 1000))
  if (whole === 0) return '0 s'
  const first = UNITS.findIndex(([, size]) => whole >= size)
  const [name, size] = UNITS[first]!
  const second = UNITS[first + 1]
  const rest = second ? Math.floor((whole % size) / second[1]) : 0
  return `${Math.floor(whole / size)} ${name}${second && rest ? ` ${rest} ${second[0]}` : ''}`
}

/** How long something took: 4.2 ms, 310 ms, 2.4 s, then as a span. */
export function duration(millis: number | undefined) {
  if (millis === undefined || Number.isNaN(millis)) return '–'
  if (millis < 9.95) return `${millis.toFixed(1)} ms`
  if (millis < 999.5) return `${Math.round(millis)} ms`
  if (millis < 59_950) return `${(millis / 1000).toFixed(1)} s`
  return span(millis)
}

const PERIOD = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** Milliseconds of an ISO 8601 duration of days and times; undefined for what is none. */
export function isoMillis(text: string | undefined) {
  const match = text ? PERIOD.exec(text) : null
  if (!match || text === 'P' || text?.endsWith('T')) return undefined
  const [, d = '0', h = '0', m = '0', s = '0'] = match
  return ((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60_000 + Number(s) * 1000
}

/** The ISO 8601 duration of so many milliseconds. */
export function iso(millis: number) {
  const seconds = millis / 1000
  const d = Math.floor(seconds / 86_400)
  const h = Math.floor((seconds % 86_400) / 3_600)
  const m = Math.floor((seconds % 3_600) / 60)
  const s = Number((seconds % 60).toFixed(3))
  const time = `${h ? `${h}H` : ''}${m ? `${m}M` : ''}${s ? `${s}S` : ''}`
  return d || time ? `P${d ? `${d}D` : ''}${time ? `T${time}` : ''}` : 'PT0S'
}

/** An ISO duration in words: PT15M is 15 min. */
export function isoWords(text: string | undefined) {
  const millis = isoMillis(text)
  if (millis === undefined) return text ?? ''
  return millis < 1000 ? duration(millis) : millis % 1000 ? duration(millis) : span(millis)
}

/** The value of a datetime-local input in the viewer's zone, and back. */
export const toInput = (at: Date) => localTime(at).slice(0, 19).replace(' ', 'T')
export const fromInput = (text: string) => (text ? new Date(text) : undefined)
