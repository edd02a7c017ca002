import type { Calendar } from '../api/types'

/** A calendar that is being written: any part may be missing or wrong, which the server tells. */
export type CalendarDraft = { type: Calendar['type']; [name: string]: unknown }

/** One entry of a calendar of days. */
export type Day = { name?: string; from?: string; until?: string; rule?: string; yearly?: boolean; except?: string[] }
export type Open = { day?: string; from?: string; until?: string }

export const WEEK = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']
export const YEARLY = 'FREQ=YEARLY'

export const KINDS: Record<Calendar['type'], string> = {
  holidays: 'Days',
  weeklyDays: 'Days of the week',
  businessHours: 'Open hours',
  blackout: 'Blackout',
  union: 'Any of several',
  difference: 'One without another',
}

const OUTPUT_ONLY = ['name', 'version', 'usedBy', 'createTime', 'updateTime']

/** What a user may say of a calendar, without what the server alone says. */
export const definitionOf = (calendar: Calendar) =>
  Object.fromEntries(Object.entries(calendar).filter(([name]) => !OUTPUT_ONLY.includes(name))) as CalendarDraft

/** With what a calendar of this kind begins. */
export function beginningOf(type: Calendar['type'], others: string[] = []): CalendarDraft {
  switch (type) {
    case 'holidays':
      return { type, days: [{ name: 'Christmas', from: `${new Date().getFullYear()}-12-25`, until: `${new Date().getFullYear()}-12-26`, rule: YEARLY }] }
    case 'weeklyDays':
      return { type, days: ['SATURDAY', 'SUNDAY'] }
    case 'businessHours':
      return { type, open: WEEK.slice(0, 5).map((day) => ({ day, from: '09:00', until: '17:30' })) }
    case 'blackout':
      return { type, expression: '* 2-3 * * SUN', dialect: 'UNIX' }
    case 'union':
      return { type, of: others.slice(0, 2) }
    case 'difference':
      return { type, of: others[0] ?? '', without: others[1] ?? '' }
  }
}

export const dayOf = (entry: unknown): Day => (typeof entry === 'string' ? { from: entry } : ((entry ?? {}) as Day))

export type Repeat = 'once' | 'yearly' | 'rule'

export const repeatOf = (day: Day): Repeat => (day.yearly || day.rule === YEARLY ? 'yearly' : day.rule === undefined ? 'once' : 'rule')

/** The entry, repeated otherwise; a rule begins with what people often mean. */
export function repeated(day: Day, repeat: Repeat): Day {
  const { yearly: _, rule: before, ...rest } = day
  switch (repeat) {
    case 'once':
      return rest
    case 'yearly':
      return { ...rest, rule: YEARLY }
    case 'rule':
      return { ...rest, rule: before && before !== YEARLY ? before : 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH' }
  }
}

/** The entry with a member changed; what is left empty is left out. */
export function withMember<T extends object>(value: T, name: keyof T, to: unknown): T {
  const copy = { ...value }
  if (to === '' || to === undefined || (Array.isArray(to) && to.length === 0)) delete copy[name]
  else copy[name] = to as T[keyof T]
  return copy
}

/** What keeps the draft from being asked about at all, in words; undefined when the server can judge it. */
export function missingIn(draft: CalendarDraft): string | undefined {
  const list = (name: string) => (Array.isArray(draft[name]) ? (draft[name] as unknown[]) : [])
  switch (draft.type) {
    case 'holidays':
      return list('days').some((entry) => !dayOf(entry).from) ? 'Each entry needs its first day.' : undefined
    case 'weeklyDays':
      return list('days').length === 0 ? 'Choose a day of the week.' : undefined
    case 'businessHours':
      if (list('open').length === 0) return 'Name the hours in which it is open.'
      return (list('open') as Open[]).some(({ from, until }) => !from || !until) ? 'Each line needs its beginning and its end.' : undefined
    case 'blackout':
      return draft.expression ? undefined : 'Name the closed minutes.'
    case 'union':
      return list('of').length === 0 ? 'Choose the calendars that it is made of.' : undefined
    case 'difference':
      return draft.of && draft.without ? undefined : 'Choose both calendars.'
  }
}
