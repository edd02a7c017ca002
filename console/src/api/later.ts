// TEMPORARY-CONTRACT: types of endpoints that the API description does not have yet; see queries.ts.
import { problemOf, unreachable } from './problem'
import { headers, inNamespace, tellRefused } from './session'

/** Asks a path that the description does not have; typed by hand. */
export async function ask<T>(path: string, query: Record<string, string | number | string[] | undefined> = {}, signal?: AbortSignal): Promise<T> {
  const url = new URL(inNamespace(path), window.location.origin)
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value]) url.searchParams.append(name, String(one))
  }
  let response: Response
  try {
    response = await fetch(url, { headers: headers(), signal })
  } catch (error) {
    throw error instanceof DOMException && error.name === 'AbortError' ? error : unreachable()
  }
  if (response.ok) return (await response.json()) as T
  if (response.status === 401) tellRefused()
  throw await problemOf(response)
}

export type HistoryPoint = {
  at: string
  succeeded: number
  failed: number
  skipped: number
  lost: number
  cancelled: number
  timedOut: number
  latenessP50Millis?: number
  latenessP99Millis?: number
  latenessMaxMillis?: number
}
export type History = { step: string; points: HistoryPoint[] }
export type Hour = { at: string; fires: number; capped?: boolean }
export type Hours = { computedAt: string; hours: Hour[]; busiest: Hour[] }
export type GridCell = { fires: number; state: import('./types').FireState; late: boolean; fire?: string }
export type GridRow = { task: string; displayName?: string; cells: (GridCell | null)[] }
export type Grid = { columns: string[]; rows: GridRow[]; nextPageToken?: string }
export type RecentFire = { fire: string; state: import('./types').FireState; latenessMillis?: number; durationMillis?: number; at: string }
export type Version = { version: number; createdAt: string; actor: string; definition: Record<string, unknown> }
export type AuditEvent = { at: string; actor: string; task?: string; action: string; detail?: unknown }
export type Durations = { points: { at: string; durationMillis?: number; latenessMillis?: number; state: import('./types').FireState; fire: string }[]; usualMillis?: number }
export type OutputLine = { n: number; stream: 'stdout' | 'stderr'; at: string; text: string }
export type Output = { lines: OutputLine[]; truncated: boolean; finished: boolean }
export type System = {
  version: string
  revision?: string
  zone: string
  now: string
  tzdataVersion: string
  temporal: { up: boolean; address?: string; webUi?: string; namespace: string }
  database: { up: boolean }
  engineBacklog: number
  overdue: number
  namespaces: string[]
  features: { command: boolean; sql: string[] }
  queues: string[]
}
