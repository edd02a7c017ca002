import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type {
  AuditEvent,
  Calendar,
  Durations,
  Fire,
  Freeze,
  Grid,
  History,
  Hours,
  Operation,
  Output,
  Page,
  Preview,
  Schedule,
  Stats,
  System,
  Task,
  Upcoming,
  Version,
  Worker,
} from './types'

/** The answer's body, as the type that answers really have. */
async function body<T>(call: Promise<{ data?: unknown }>): Promise<T> {
  return (await call).data as T
}

const nextPage = (page: { nextPageToken?: string }) => page.nextPageToken

export type TaskFilter = { q?: string; state?: Task['state']; label?: string[]; actionType?: string }
export type FireFilter = { task?: string; state?: Fire['state']; trigger?: Fire['trigger']; from?: string; to?: string }

// a query's key begins with what it is about, so that a live event finds those that it outdates

export const tasks = (filter: TaskFilter, pageSize = 50) =>
  infiniteQueryOptions({
    queryKey: ['tasks', filter, pageSize],
    queryFn: ({ pageParam, signal }) =>
      body<Page<Task>>(api.GET('/v1/tasks', { params: { query: { ...filter, pageSize, include: 'recent', pageToken: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextPage,
  })

export const task = (id: string) =>
  queryOptions({
    queryKey: ['task', id],
    queryFn: ({ signal }) => body<Task>(api.GET('/v1/tasks/{id}', { params: { path: { id } }, signal })),
  })

export const findTasks = (q: string) =>
  queryOptions({
    queryKey: ['tasks', 'find', q],
    queryFn: ({ signal }) => body<Page<Task>>(api.GET('/v1/tasks', { params: { query: { q: q || undefined, pageSize: 8 } }, signal })),
  })

export const fires = (filter: FireFilter, pageSize = 50) =>
  infiniteQueryOptions({
    queryKey: ['fires', filter, pageSize],
    queryFn: ({ pageParam, signal }) =>
      body<Page<Fire>>(api.GET('/v1/fires', { params: { query: { ...filter, pageSize, pageToken: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextPage,
  })

export const runningFires = queryOptions({
  queryKey: ['fires', { state: 'RUNNING' }, 'now'],
  queryFn: ({ signal }) => body<Page<Fire>>(api.GET('/v1/fires', { params: { query: { state: 'RUNNING', pageSize: 20, include: 'usual' } }, signal })),
})

export const fire = (id: string) =>
  queryOptions({
    queryKey: ['fire', id],
    queryFn: ({ signal }) => body<Fire>(api.GET('/v1/fires/{fireId}', { params: { path: { fireId: id } }, signal })),
  })

export const stats = queryOptions({ queryKey: ['stats'], queryFn: ({ signal }) => body<Stats>(api.GET('/v1/stats', { signal })) })

export const workers = queryOptions({
  queryKey: ['workers'],
  queryFn: ({ signal }) => body<{ items: Worker[] }>(api.GET('/v1/workers', { signal })),
})

export const upcoming = (range: { from?: string; to?: string; limit?: number }) =>
  queryOptions({
    queryKey: ['upcoming', range],
    queryFn: ({ signal }) => body<Upcoming>(api.GET('/v1/upcoming', { params: { query: range }, signal })),
  })

export const preview = (schedule: Schedule, more: { task?: string; count?: number; timeZone?: string } = {}) =>
  queryOptions({
    queryKey: ['preview', schedule, more],
    queryFn: ({ signal }) => body<Preview>(api.POST('/v1/schedules:preview', { body: { schedule, count: 10, ...more }, signal })),
    retry: false,
    staleTime: 30_000,
  })

export const calendars = queryOptions({
  queryKey: ['calendars'],
  queryFn: ({ signal }) => body<Page<Calendar>>(api.GET('/v1/calendars', { params: { query: { pageSize: 500 } }, signal })),
})

export const calendar = (name: string) =>
  queryOptions({
    queryKey: ['calendar', name],
    queryFn: ({ signal }) => body<Calendar>(api.GET('/v1/calendars/{name}', { params: { path: { name } }, signal })),
  })

/** Newest first. */
export const freezes = infiniteQueryOptions({
  queryKey: ['freezes'],
  queryFn: ({ pageParam, signal }) => body<Page<Freeze>>(api.GET('/v1/freezes', { params: { query: { pageSize: 50, pageToken: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: nextPage,
})

export const freeze = (id: string) =>
  queryOptions({
    queryKey: ['freezes', id],
    queryFn: ({ signal }) => body<Freeze>(api.GET('/v1/freezes/{freeze}', { params: { path: { freeze: id } }, signal })),
    retry: false,
  })

export const operations = (id: string) =>
  queryOptions({
    queryKey: ['operations', id],
    queryFn: ({ signal }) => body<Page<Operation>>(api.GET('/v1/operations', { params: { query: { task: id, pageSize: 20 } }, signal })),
  })

export const history = (minutes: number) =>
  queryOptions({
    queryKey: ['history', minutes],
    queryFn: ({ signal }) => {
      const to = Date.now()
      const query = { from: new Date(to - minutes * 60_000).toISOString(), to: new Date(to).toISOString(), step: minutes > 360 ? 'PT15M' : minutes > 60 ? 'PT5M' : 'PT1M' }
      return body<History>(api.GET('/v1/stats/history', { params: { query }, signal }))
    },
    refetchInterval: 15_000,
  })

export const upcomingHours = (days = 7) =>
  queryOptions({ queryKey: ['upcoming', 'hours', days], queryFn: ({ signal }) => body<Hours>(api.GET('/v1/upcoming/hours', { params: { query: { days } }, signal })) })

export const grid = (range: { from: string; to: string; step: string }, filter: TaskFilter, limit = 60) =>
  infiniteQueryOptions({
    queryKey: ['grid', range, filter, limit],
    queryFn: ({ pageParam, signal }) => body<Grid>(api.GET('/v1/grid', { params: { query: { ...range, ...filter, limit, pageToken: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextPage,
  })

export const versions = (id: string) =>
  queryOptions({
    queryKey: ['task', id, 'versions'],
    queryFn: ({ signal }) => body<Page<Version>>(api.GET('/v1/tasks/{id}/versions', { params: { path: { id } }, signal })),
  })

export const audit = (filter: { task?: string; actor?: string; from?: string; to?: string }, pageSize = 50) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter, pageSize],
    queryFn: ({ pageParam, signal }) => body<Page<AuditEvent>>(api.GET('/v1/audit', { params: { query: { ...filter, pageSize, pageToken: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextPage,
  })

export const durations = (id: string) =>
  queryOptions({
    queryKey: ['fires', { task: id }, 'durations'],
    queryFn: ({ signal }) => body<Durations>(api.GET('/v1/tasks/{id}/durations', { params: { path: { id }, query: { limit: 200 } }, signal })),
  })

/** As many lines are shown at most: a page is no place to read more. */
const MOST_LINES = 5000

/** @param ended whether the fire has ended: it is asked anew then, for the lines that came last */
export const output = (fireId: string, ended: boolean) =>
  queryOptions({
    queryKey: ['fire', fireId, 'output', ended],
    queryFn: async ({ signal }) => {
      const all: Output = { lines: [], truncated: false, finished: false }
      for (;;) {
        const from = (all.lines.at(-1)?.n ?? 0) + 1
        const next = await body<Output>(api.GET('/v1/fires/{fireId}/output', { params: { path: { fireId }, query: { from } }, signal }))
        all.lines.push(...next.lines)
        all.truncated ||= next.truncated
        all.finished = next.finished
        if (next.lines.length === 0 || all.lines.length >= MOST_LINES) return all
      }
    },
  })

export const system = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => body<System>(api.GET('/v1/system', { signal })),
  staleTime: 10_000,
})
