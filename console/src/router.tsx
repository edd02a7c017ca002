import { createRootRoute, createRoute, createRouter, lazyRouteComponent, retainSearchParams } from '@tanstack/react-router'
import type { FireState, TaskState, Trigger } from './api/types'
import { oneOf, parseSearch, stringifySearch, text, texts } from './lib/search'
import { FIRE_STATES, TASK_STATES, TRIGGERS } from './ui/states'
import { Failed, NotThere } from './ui/Fallbacks'
import { Shell } from './ui/Shell'

export const ACTION_TYPES = ['http', 'command', 'sql', 'activity', 'workflow', 'trigger', 'simulate'] as const

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotThere,
  errorComponent: Failed,
  validateSearch: (search: Record<string, unknown>): { ns?: string } => ({ ns: text(search.ns) }),
  search: { middlewares: [retainSearchParams(['ns'])] },
})

// the first parts of these addresses are listed in ConsolePaths.java, too

const now = createRoute({ getParentRoute: () => root, path: '/', component: lazyRouteComponent(() => import('./pages/now/Now')) })

const upcoming = createRoute({
  getParentRoute: () => root,
  path: '/upcoming',
  validateSearch: (search: Record<string, unknown>): { from?: string; to?: string } => ({ from: text(search.from), to: text(search.to) }),
  component: lazyRouteComponent(() => import('./pages/upcoming/Upcoming')),
})

export type TasksSearch = { q?: string; state?: TaskState; label?: string[]; actionType?: string }
const taskFilter = (search: Record<string, unknown>): TasksSearch => ({
  q: text(search.q),
  state: oneOf(search.state, TASK_STATES),
  label: texts(search.label),
  actionType: oneOf(search.actionType, ACTION_TYPES),
})

const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: taskFilter,
  component: lazyRouteComponent(() => import('./pages/tasks/Tasks')),
})

const grid = createRoute({
  getParentRoute: () => root,
  path: '/grid',
  validateSearch: (search: Record<string, unknown>): TasksSearch & { span?: 'day' | 'week' | 'month' } => ({
    ...taskFilter(search),
    span: oneOf(search.span, ['day', 'week', 'month'] as const),
  }),
  component: lazyRouteComponent(() => import('./pages/grid/Grid')),
})

export type TaskTab = 'fires' | 'versions' | 'audit' | 'definition'
const taskPage = createRoute({
  getParentRoute: () => root,
  path: '/tasks/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: TaskTab; state?: FireState; trigger?: Trigger } => ({
    tab: oneOf(search.tab, ['fires', 'versions', 'audit', 'definition'] as const),
    state: oneOf(search.state, FIRE_STATES),
    trigger: oneOf(search.trigger, Object.keys(TRIGGERS) as Trigger[]),
  }),
  component: lazyRouteComponent(() => import('./pages/task/TaskPage')),
})

const edit = createRoute({ getParentRoute: () => root, path: '/tasks/$id/edit', component: lazyRouteComponent(() => import('./pages/edit/EditTask')) })

const create = createRoute({
  getParentRoute: () => root,
  path: '/new',
  validateSearch: (search: Record<string, unknown>): { from?: string } => ({ from: text(search.from) }),
  component: lazyRouteComponent(() => import('./pages/edit/NewTask')),
})

const fires = createRoute({
  getParentRoute: () => root,
  path: '/fires',
  validateSearch: (search: Record<string, unknown>): { task?: string; state?: FireState; trigger?: Trigger; from?: string; to?: string } => ({
    task: text(search.task),
    state: oneOf(search.state, FIRE_STATES),
    trigger: oneOf(search.trigger, Object.keys(TRIGGERS) as Trigger[]),
    from: text(search.from),
    to: text(search.to),
  }),
  component: lazyRouteComponent(() => import('./pages/fires/Fires')),
})

const fire = createRoute({ getParentRoute: () => root, path: '/fires/$fireId', component: lazyRouteComponent(() => import('./pages/fires/FirePage')) })
const workers = createRoute({ getParentRoute: () => root, path: '/workers', component: lazyRouteComponent(() => import('./pages/workers/Workers')) })
const calendars = createRoute({ getParentRoute: () => root, path: '/calendars', component: lazyRouteComponent(() => import('./pages/calendars/Calendars')) })
const calendar = createRoute({ getParentRoute: () => root, path: '/calendars/$name', component: lazyRouteComponent(() => import('./pages/calendars/CalendarPage')) })
const freezes = createRoute({ getParentRoute: () => root, path: '/freezes', component: lazyRouteComponent(() => import('./pages/freezes/Freezes')) })
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): { task?: string; actor?: string; from?: string; to?: string } => ({
    task: text(search.task),
    actor: text(search.actor),
    from: text(search.from),
    to: text(search.to),
  }),
  component: lazyRouteComponent(() => import('./pages/audit/Audit')),
})

const routeTree = root.addChildren([now, upcoming, tasks, grid, taskPage, edit, create, fires, fire, workers, calendars, calendar, freezes, audit])

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotThere,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
