import type { components } from '../../generated/schema'

type S = components['schemas']

/** A generated type, with what every answer of the server holds although a request may leave it out. */
type Holds<T, K extends keyof T> = Omit<T, K> & Required<Pick<T, K>>

export type Schedule = S['Schedule']
export type Action = S['Action']
export type TaskDefinition = S['Task']
export type Engine = Required<S['Engine']>
export type Task = Holds<
  Omit<S['Task'], 'engine' | 'pause' | 'lastFire' | 'recent'>,
  'id' | 'labels' | 'state' | 'version' | 'createTime' | 'updateTime' | 'retry' | 'timeout' | 'overlapPolicy' | 'catchUp' | 'delivery' | 'priority' | 'queue'
> & { engine: Engine; pause?: S['Pause']; lastFire?: Required<S['LastFire']>; recent?: RecentFire[] }
export type TaskState = Task['state']

export type Attempt = Holds<S['Attempt'], 'number' | 'state' | 'claimedAt'>
export type Fire = Holds<Omit<S['Fire'], 'attempts' | 'waitsFor'>, 'id' | 'task' | 'scheduledFor' | 'trigger' | 'state' | 'version' | 'attempt'> & {
  attempts?: Attempt[]
  waitsFor?: Required<S['WaitsFor']>
}
export type FireState = Fire['state']
export type Trigger = Fire['trigger']
export type SkipReason = NonNullable<Fire['reason']>

export type Page<T> = { items: T[]; nextPageToken?: string }

export type Window = Holds<S['StatsWindow'], 'counts' | 'perSecond' | 'length'>
export type Stats = { tasks: Record<TaskState, number>; engine: Required<S['EngineStats']>; fires: { minute: Window; hour: Window; day: Window } }
export type Worker = Holds<S['Worker'], 'worker' | 'host' | 'pid' | 'roles' | 'startedAt' | 'heartbeatAt' | 'held' | 'running' | 'memoryBytes'>
export type UpcomingFire = Holds<S['UpcomingFire'], 'task' | 'scheduledFor' | 'description'>
export type Upcoming = { items: UpcomingFire[]; tzdataVersion: string; completeUntil?: string }
export type PreviewFire = Holds<S['PreviewFire'], 'scheduledFor' | 'local'>
export type Preview = { description: string; fires: PreviewFire[]; excluded?: PreviewFire[]; skipped?: Required<S['SkippedTime']>[]; tzdataVersion: string }
export type Change = S['Change']
export type TaskPlan = Holds<Omit<S['TaskPlan'], 'task' | 'moved'>, 'wouldCreate' | 'truncated'> & { task: Task; moved?: Required<S['Moved']>[] }
export type Calendar = S['Calendar'] & { name: string; version: number; usedBy?: Required<S['CalendarUsage']>; updateTime: string }
export type CalendarPlan = S['CalendarPlan']
export type Operation = Holds<S['Operation'], 'id' | 'task' | 'state' | 'from' | 'to' | 'instants' | 'entered' | 'leftOut' | 'createTime' | 'ratePerMinute' | 'createdBy'>
export type BackfillPlan = S['BackfillPlan']
export type BatchRequest = S['BatchRequest']
export type BatchResult = { id: string; task?: Task; fire?: Fire; wouldChange?: boolean; error?: S['Problem'] }
export type BatchResponse = { matched: number; items: BatchResult[]; nextPageToken?: string }
export type Freeze = Holds<S['Freeze'], 'id' | 'state' | 'tasks' | 'createTime' | 'createdBy'>
export type CatchUpPolicy = 'ALL' | 'LAST' | 'NONE'

type Ended = S['StatsPoint']
export type HistoryPoint = Holds<Ended, 'at' | 'succeeded' | 'failed' | 'skipped' | 'lost' | 'cancelled' | 'timedOut'>
export type History = { step: string; points: HistoryPoint[] }
export type Hour = Holds<S['UpcomingHour'], 'at' | 'fires'>
/** Without computedAt the first count is still being made. */
export type Hours = { computedAt?: string; hours: Hour[]; busiest: { at: string; fires: number }[] }
export type GridCell = Holds<S['GridCell'], 'fires' | 'state' | 'late'>
export type GridRow = Omit<Holds<S['GridRow'], 'task'>, 'cells'> & { cells: (GridCell | null)[] }
export type Grid = { columns: string[]; rows: GridRow[]; nextPageToken?: string }
export type RecentFire = Holds<S['RecentFire'], 'fire' | 'state' | 'at'>
export type Version = Holds<S['TaskVersion'], 'version' | 'createdAt' | 'definition'>
export type AuditEvent = Holds<S['AuditEvent'], 'at' | 'actor' | 'task' | 'action' | 'version'>
export type Durations = { points: RecentFire[]; usualMillis?: number }
export type OutputLine = Holds<S['OutputLine'], 'n' | 'stream' | 'text'>
export type Output = { lines: OutputLine[]; truncated: boolean; finished: boolean }
export type System = Holds<Omit<S['System'], 'temporal' | 'database' | 'features'>, 'version' | 'zone' | 'now' | 'tzdataVersion' | 'namespaces' | 'queues'> & {
  temporal: Holds<S['TemporalState'], 'up' | 'address' | 'namespace'>
  database: Required<S['DatabaseState']>
  features: Required<S['Features']>
}
export type LiveStats = Holds<S['StatsEvent'], 'running' | 'held' | 'perSecond' | 'overdue'>
export type TaskEvent = Holds<S['TaskEvent'], 'id' | 'namespace' | 'state' | 'version' | 'change'>
