import { Link } from '@tanstack/react-router'
import type { Task } from '../../api/types'
import { actionWords, scheduleWords, zoneOf } from '../../lib/words'
import type { Column } from '../../ui/DataTable'
import { Sparkline } from '../../ui/Sparkline'
import { FireBadge, TaskBadge } from '../../ui/states'
import { Countdown, Time } from '../../ui/Time'

export const taskColumns: Column<Task>[] = [
  {
    id: 'task',
    header: 'Task',
    className: 'name-cell',
    cell: (task) => (
      <span className="name">
        <Link to="/tasks/$id" params={{ id: task.id }} search={{}} className="ellipsis">
          {task.displayName ?? task.id}
        </Link>
        <span className="muted ellipsis">
          {task.displayName ? `${task.id} · ` : ''}
          {task.action.type} · {actionWords(task.action)}
        </span>
      </span>
    ),
  },
  { id: 'state', header: 'State', cell: (task) => <TaskBadge state={task.state} /> },
  { id: 'schedule', header: 'Schedule', cell: (task) => <span className="schedule-words muted">{scheduleWords(task.schedule)}</span> },
  {
    id: 'next',
    header: 'Next fire',
    label: 'next',
    cell: (task) =>
      task.nextFireAt && task.state === 'ACTIVE' ? (
        <span className="two-lines">
          <Time at={task.nextFireAt} zone={zoneOf(task.schedule)} />
          <span className="muted small">
            <Countdown at={task.nextFireAt} />
          </span>
        </span>
      ) : (
        <span className="muted">–</span>
      ),
  },
  {
    id: 'last',
    header: 'Last fire',
    label: 'last',
    cell: (task) =>
      task.lastFire ? (
        <span className="two-lines">
          <FireBadge state={task.lastFire.state} />
          <span className="muted small">
            <Time at={task.lastFire.scheduledFor} zone={zoneOf(task.schedule)} />
          </span>
        </span>
      ) : (
        <span className="muted">none yet</span>
      ),
  },
  { id: 'recent', header: 'Recent', cell: (task) => (task.recent?.length ? <Sparkline fires={task.recent} /> : <span className="muted">–</span>) },
  {
    id: 'labels',
    header: 'Labels',
    cell: (task) => (
      <span className="chips labels">
        {Object.entries(task.labels).map(([key, value]) => (
          <Link key={key} to="/tasks" search={{ label: [`${key}=${value}`] }} className="chip">
            {key}={value}
          </Link>
        ))}
      </span>
    ),
  },
]
