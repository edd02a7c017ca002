import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query'
import type { Fire, Page, RecentFire, Task as ShownTask, TaskEvent } from '../api/types'
import type { LiveEvent } from './connection'

const FINAL = new Set(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELLED', 'SKIPPED', 'LOST'])
const SHOWN_RECENT = 20

/** As `recent` of a task names a fire that has ended. */
export function recent(fire: Fire): RecentFire {
  const began = fire.startedAt ? Date.parse(fire.startedAt) : undefined
  return {
    fire: fire.id,
    state: fire.state,
    at: fire.scheduledFor,
    latenessMillis: fire.latenessMillis,
    durationMillis: began !== undefined && fire.finishedAt ? Date.parse(fire.finishedAt) - began : undefined,
  }
}

/** The task with what is known of it since: an older or equal version changes nothing but its next fire. */
export function withEvents(task: ShownTask, change: TaskEvent | undefined, fires: Fire[]): ShownTask {
  let shown = task
  if (change && change.version >= task.version) {
    shown = { ...shown, state: change.state, version: change.version, nextFireAt: change.nextFireAt }
  }
  for (const fire of fires) {
    if (!shown.lastFire || Date.parse(fire.scheduledFor) >= Date.parse(shown.lastFire.scheduledFor)) {
      shown = { ...shown, lastFire: { scheduledFor: fire.scheduledFor, state: fire.state } }
    }
    if (shown.recent && FINAL.has(fire.state) && !shown.recent.some((one) => one.fire === fire.id)) {
      shown = { ...shown, recent: [...shown.recent, recent(fire)].slice(-SHOWN_RECENT) }
    }
  }
  return shown
}

/**
 * Brings what is shown up to date with the events of the stream, all that came within a short while at once, so that a hundred
 * fires a second cost a few renderings. What an event tells is put in place; only what it does not tell is asked anew.
 */
export class LiveUpdates {
  private fires = new Map<string, Fire>()
  private changes = new Map<string, TaskEvent>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private asked = 0

  constructor(
    private readonly client: QueryClient,
    private readonly every = 400,
  ) {}

  take(event: LiveEvent) {
    if (event.type === 'stats') {
      this.client.setQueryData(['live', 'stats'], event.data)
      return
    }
    if (event.type === 'gap') void this.client.invalidateQueries()
    else if (event.type === 'task') this.changes.set(event.data.id, event.data)
    else {
      const known = this.fires.get(event.data.id)
      if (!known || known.version <= event.data.version) this.fires.set(event.data.id, event.data)
    }
    this.timer ??= setTimeout(() => this.flush(), this.every)
  }

  stop() {
    clearTimeout(this.timer)
  }

  flush() {
    this.timer = undefined
    const byTask = new Map<string, Fire[]>()
    for (const fire of this.fires.values()) byTask.set(fire.task, [...(byTask.get(fire.task) ?? []), fire])
    const touched = new Set([...byTask.keys(), ...this.changes.keys()])
    for (const fire of this.fires.values()) {
      this.client.setQueryData<Fire>(['fire', fire.id], (old) => (old && old.version <= fire.version ? { ...old, ...fire } : old))
    }
    this.client.setQueriesData<InfiniteData<Page<ShownTask>>>({ queryKey: ['tasks'], predicate: (query) => isPaged(query.state.data) }, (old) =>
      old
        ? {
            ...old,
            pages: old.pages.map((page) =>
              page.items.some((task) => touched.has(task.id))
                ? { ...page, items: page.items.map((task) => (touched.has(task.id) ? withEvents(task, this.changes.get(task.id), byTask.get(task.id) ?? []) : task)) }
                : page,
            ),
          }
        : old,
    )
    const entered = [...this.changes.values()].some((change) => change.change === 'CREATED')
    const now = Date.now()
    const slow = now - this.asked > 2000
    if (slow) this.asked = now
    void this.client.invalidateQueries({
      predicate: ({ queryKey }) => outdated(queryKey, touched, this.changes, slow, entered),
    })
    // what was not asked now is asked with the next event, or shortly
    if (!slow && touched.size > 0) setTimeout(() => void this.client.invalidateQueries({ queryKey: ['fires'] }), 2000)
    this.fires.clear()
    this.changes.clear()
  }
}

const isPaged = (data: unknown): boolean => typeof data === 'object' && data !== null && 'pages' in data

function outdated(key: QueryKey, touched: Set<string>, changes: Map<string, TaskEvent>, slow: boolean, entered: boolean) {
  const [about, what] = key
  switch (about) {
    case 'task':
      return typeof what === 'string' && (changes.has(what) || (slow && touched.has(what)))
    case 'fires': {
      const task = (what as { task?: string } | undefined)?.task
      return task === undefined ? slow : touched.has(task)
    }
    case 'operations':
      return typeof what === 'string' && touched.has(what)
    case 'tasks':
      return entered
    case 'upcoming':
      return slow && changes.size > 0
    default:
      return false
  }
}
