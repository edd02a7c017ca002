import type { Action, Schedule } from '../api/types'
import { isoWords, localTime } from './time'

/** A schedule in a few words, for lists; the server's own sentence is told where there is room for it. */
export function scheduleWords(schedule: Schedule): string {
  switch (schedule.type) {
    case 'once':
      return schedule.at ? `once, ${localTime(new Date(schedule.at))}` : 'once'
    case 'cron':
      return `${schedule.expression ?? ''}${schedule.timeZone && schedule.timeZone !== 'UTC' ? ` · ${schedule.timeZone}` : ''}`
    case 'interval':
      return `every ${isoWords(schedule.every)}${schedule.mode === 'FIXED_DELAY' ? ' after each run' : ''}`
    case 'rrule':
      return `${schedule.rule ?? ''}${schedule.timeZone && schedule.timeZone !== 'UTC' ? ` · ${schedule.timeZone}` : ''}`
  }
}

/** What a task does, in a few words. */
export function actionWords(action: Action): string {
  switch (action.type) {
    case 'http':
      return `${action.method ?? 'GET'} ${action.url ?? ''}`
    case 'command':
      return (action.argv ?? []).join(' ')
    case 'sql':
      return `${action.dataSource ?? ''}: ${action.statement ?? ''}`
    case 'activity':
      return `${action.activityType ?? ''} on ${action.taskQueue ?? ''}`
    case 'workflow':
      return `${action.workflowType ?? ''} on ${action.taskQueue ?? ''}`
    case 'trigger':
      return `fires ${action.task ?? ''}`
    case 'simulate':
      return typeof action.duration === 'string' ? `sleeps ${isoWords(action.duration)}` : 'sleeps'
  }
}

export const ACTION_NAMES: Record<Action['type'], string> = {
  http: 'HTTP call',
  command: 'Command',
  sql: 'SQL',
  activity: 'Activity',
  workflow: 'Workflow',
  trigger: 'Trigger',
  simulate: 'Simulate',
}

export const zoneOf = (schedule: Schedule): string => ('timeZone' in schedule && schedule.timeZone) || 'UTC'
