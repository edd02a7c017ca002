import type { QueryClient } from '@tanstack/react-query'
import { api, once } from './client'
import type { BackfillPlan, BatchRequest, BatchResponse, Calendar, CalendarPlan, CatchUpPolicy, Fire, Freeze, Operation, Task, TaskDefinition, TaskPlan } from './types'

type Answer<T> = Promise<T>

async function body<T>(call: Promise<{ data?: unknown }>): Answer<T> {
  return (await call).data as T
}

/** Only on the version that the user saw; omitted where it does not matter. */
const ifMatch = (version: number | undefined) => (version === undefined ? {} : { 'If-Match': `"${version}"` })
const on = (id: string, version?: number) => ({ path: { id }, header: { ...once(), ...ifMatch(version) } })

export const pause = (id: string, reason?: string, until?: string) =>
  body<Task>(api.POST('/v1/tasks/{id}:pause', { params: on(id), body: { reason: reason || undefined, until } }))

export const resume = (id: string, catchUp?: CatchUpPolicy) => body<Task>(api.POST('/v1/tasks/{id}:resume', { params: on(id), body: { catchUp } }))

export const cancel = (id: string, version?: number) => body<Task>(api.POST('/v1/tasks/{id}:cancel', { params: on(id, version), body: {} }))

export const reschedule = (id: string, at: string) => body<Task>(api.POST('/v1/tasks/{id}:reschedule', { params: on(id), body: { at } }))

export const skipNext = (id: string, count: number) => body<Task>(api.POST('/v1/tasks/{id}:skipNext', { params: on(id), body: { count } }))

export const trigger = (id: string, input?: unknown) => body<Fire>(api.POST('/v1/tasks/{id}:trigger', { params: on(id), body: input === undefined ? {} : { input } }))

export type BackfillRange = { from: string; to?: string; ratePerMinute?: number; rerun?: boolean }

export const planBackfill = (id: string, range: BackfillRange) =>
  body<BackfillPlan>(api.POST('/v1/tasks/{id}:backfill', { params: on(id), body: { ...range, dryRun: true } }))

export const backfill = (id: string, range: BackfillRange) => body<Operation>(api.POST('/v1/tasks/{id}:backfill', { params: on(id), body: range }))

export const cancelOperation = (operation: string) => api.POST('/v1/operations/{operation}:cancel', { params: { path: { operation }, header: once() } })
export const pauseOperation = (operation: string) => api.POST('/v1/operations/{operation}:pause', { params: { path: { operation }, header: once() } })
export const resumeOperation = (operation: string) => api.POST('/v1/operations/{operation}:resume', { params: { path: { operation }, header: once() } })

export const cancelFire = (fireId: string) => body<Fire>(api.POST('/v1/fires/{fireId}:cancel', { params: { path: { fireId }, header: once() } }))
export const retryFire = (fireId: string) => body<Fire>(api.POST('/v1/fires/{fireId}:retry', { params: { path: { fireId }, header: once() } }))

export const plan = (id: string, definition: TaskDefinition) =>
  body<TaskPlan>(api.PUT('/v1/tasks/{id}', { params: { path: { id }, query: { validateOnly: true } }, body: definition }))

/** @param version the one that the change was planned for; undefined for a task that is new */
export const save = (id: string, definition: TaskDefinition, version: number | undefined) =>
  body<Task>(
    api.PUT('/v1/tasks/{id}', {
      params: { path: { id }, header: version === undefined ? { 'If-None-Match': '*' } : ifMatch(version) },
      body: definition,
    }),
  )

/** Registers it under a name that the server makes. */
export const create = (definition: TaskDefinition) => body<Task>(api.POST('/v1/tasks', { params: { header: once() }, body: definition }))

export const batch = (request: BatchRequest) => body<BatchResponse>(api.POST('/v1/tasks:batch', { params: { header: once() }, body: request }))

/** Only on the version that was seen, or only when there is none yet. */
const onCalendar = (name: string, version: number | undefined) => ({ path: { name }, header: version === undefined ? { 'If-None-Match': '*' } : ifMatch(version) })

export const planCalendar = (name: string, definition: Calendar) =>
  body<CalendarPlan>(api.PUT('/v1/calendars/{name}', { params: { path: { name }, query: { validateOnly: true } }, body: definition }))

export const saveCalendar = (name: string, definition: Calendar, version: number | undefined) =>
  body<Calendar>(api.PUT('/v1/calendars/{name}', { params: onCalendar(name, version), body: definition }))

export const deleteCalendar = (name: string) => api.DELETE('/v1/calendars/{name}', { params: { path: { name } } })

// a file goes as it is, not as JSON
const asFile = { headers: { 'Content-Type': 'text/calendar' }, bodySerializer: (text: string) => text }

/** As what the description of an import knows; that there is to be none yet is asked for in the same way as by PUT. */
const forImport = (name: string, version: number | undefined) => onCalendar(name, version) as { path: { name: string }; header: { 'If-Match'?: string } }

export const planImport = (name: string, file: string, version: number | undefined) =>
  body<CalendarPlan>(api.POST('/v1/calendars/{name}:import', { params: { ...forImport(name, version), query: { validateOnly: true } }, body: file, ...asFile }))

export const importCalendar = (name: string, file: string, version: number | undefined) => {
  const { path, header } = forImport(name, version)
  return body<Calendar>(api.POST('/v1/calendars/{name}:import', { params: { path, header: { ...once(), ...header } }, body: file, ...asFile }))
}

export type FreezeWish = { label?: string; reason?: string; until?: string; catchUp?: CatchUpPolicy }

export const freeze = (wish: FreezeWish) => body<Freeze>(api.POST('/v1/freezes', { params: { header: once() }, body: wish as never }))
export const thaw = (id: string, catchUp?: CatchUpPolicy) =>
  body<Freeze>(api.POST('/v1/freezes/{freeze}:thaw', { params: { path: { freeze: id }, header: once() }, body: { catchUp } }))

/** Shows at once what was just changed, without waiting for the stream. */
export function refresh(client: QueryClient, id?: string) {
  void client.invalidateQueries({ predicate: ({ queryKey: [about, what] }) => about === 'tasks' || about === 'upcoming' || (about === 'task' && (!id || what === id)) || about === 'fires' || about === 'fire' || about === 'freezes' })
}
