import type { Action, Schedule, TaskDefinition } from '../api/types'
import { iso, isoMillis } from './time'

/** A definition that is being written: any part may be missing or wrong, which the server tells. */
export type Draft = Partial<Omit<TaskDefinition, 'schedule' | 'action'>> & { schedule: Loose; action: Loose }
export type Loose = { type: string; [name: string]: unknown }

/** The value without a member, or with it changed; what is left empty is left out. */
export function changed<T extends object>(value: T, name: string, to: unknown): T {
  const copy = { ...value } as Record<string, unknown>
  const empty = to === undefined || to === '' || (Array.isArray(to) && to.length === 0) || (typeof to === 'object' && to !== null && Object.keys(to).length === 0 && name !== 'body')
  if (empty) delete copy[name]
  else copy[name] = to
  return copy as T
}

/** A schedule of another kind, with what both kinds know. */
export function scheduleOf(type: Schedule['type'], before: Loose, zone: string): Loose {
  const shared = Object.fromEntries(['timeZone', 'startAt', 'endAt', 'maxFires', 'jitter', 'exclude', 'businessDayRoll'].filter((name) => name in before && type !== 'once').map((name) => [name, before[name]]))
  switch (type) {
    case 'once':
      return { type }
    case 'cron':
      return { type, expression: '0 9 * * MON-FRI', timeZone: zone, ...shared }
    case 'interval':
      return { type, every: 'PT15M', ...shared }
    case 'rrule':
      return { type, rule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', start: `${new Date().toISOString().slice(0, 10)}T09:00:00`, timeZone: zone, ...shared }
  }
}

const ACTIONS: Record<Action['type'], Loose> = {
  http: { type: 'http', method: 'POST', url: '' },
  command: { type: 'command', argv: [] },
  sql: { type: 'sql', dataSource: '', statement: '' },
  activity: { type: 'activity', taskQueue: '', activityType: '' },
  workflow: { type: 'workflow', taskQueue: '', workflowType: '' },
  trigger: { type: 'trigger', task: '' },
  simulate: { type: 'simulate', duration: 'PT1S' },
}

export const actionOf = (type: Action['type']): Loose => structuredClone(ACTIONS[type])

const SHORT = /^(?:(\d+)\s*d)?\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?\s*(?:(\d+(?:\.\d+)?)\s*s)?$/i

/** What people write for a length of time, as ISO 8601: 15m, 1h 30m, 90s, PT15M. What is none of these stays as it is. */
export function isoOf(text: string): string {
  const upper = text.trim().toUpperCase()
  if (isoMillis(upper) !== undefined) return upper
  const match = SHORT.exec(text.trim())
  if (!match || match.slice(1).every((part) => part === undefined)) return text.trim()
  const [, d = '0', h = '0', m = '0', s = '0'] = match
  return iso((((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s)) * 1000)
}

/** The value of a text that may be JSON: objects and lists as such, all else as the text that it is. */
export function valueOf(text: string): unknown {
  const trimmed = text.trim()
  if (!trimmed) return undefined
  if (/^[[{]/.test(trimmed)) {
    try {
      return JSON.parse(trimmed) as unknown
    } catch {
      // begun, and not ended yet
    }
  }
  return text
}

export const textOf = (value: unknown) => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2))

/** An id made of a name: lower-case letters, digits and inner hyphens. */
export const idOf = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '')
