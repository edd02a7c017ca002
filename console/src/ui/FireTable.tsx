import { Link } from '@tanstack/react-router'
import type { Fire } from '../api/types'
import { duration } from '../lib/time'
import { DataTable, type Column } from './DataTable'
import { FireBadge, LATE_MILLIS, REASONS, TRIGGERS } from './states'
import { Elapsed, Time } from './Time'

export const ran = (fire: Fire) => (fire.startedAt && fire.finishedAt ? Date.parse(fire.finishedAt) - Date.parse(fire.startedAt) : undefined)

/** Lateness as a number; as a word and a sign too when it is one to notice. */
export function Lateness({ millis }: { millis: number | undefined }) {
  if (millis === undefined) return <span className="muted">–</span>
  return millis >= LATE_MILLIS ? <span className="badge warn">late {duration(millis)}</span> : <span className="nowrap">{duration(millis)}</span>
}

export const fireColumns = (options: { task?: boolean; zone?: string } = {}): Column<Fire>[] => [
  {
    id: 'scheduledFor',
    header: 'Scheduled for',
    className: 'name-cell',
    cell: (fire) => (
      <Link to="/fires/$fireId" params={{ fireId: fire.id }}>
        <Time at={fire.scheduledFor} zone={options.zone} full />
      </Link>
    ),
  },
  ...(options.task
    ? [
        {
          id: 'task',
          header: 'Task',
          cell: (fire: Fire) => (
            <Link to="/tasks/$id" params={{ id: fire.task }} search={{}}>
              {fire.task}
            </Link>
          ),
        },
      ]
    : []),
  {
    id: 'state',
    header: 'State',
    cell: (fire) => <FireBadge state={fire.state} more={fire.reason ? REASONS[fire.reason] : fire.covers && fire.covers > 1 ? `${fire.covers} instants` : undefined} />,
  },
  { id: 'lateness', header: 'Lateness', className: 'num', label: 'lateness', cell: (fire) => <Lateness millis={fire.latenessMillis} /> },
  {
    id: 'took',
    header: 'Took',
    className: 'num',
    label: 'took',
    cell: (fire) => (fire.state === 'RUNNING' && fire.claimedAt ? <Elapsed since={fire.startedAt ?? fire.claimedAt} /> : <span className="nowrap">{duration(ran(fire))}</span>),
  },
  { id: 'attempt', header: 'Attempt', className: 'num', label: 'attempt', cell: (fire) => (fire.attempt > 0 ? fire.attempt : <span className="muted">–</span>) },
  { id: 'trigger', header: 'Trigger', cell: (fire) => <span className="muted">{TRIGGERS[fire.trigger]}</span> },
]

export const FireTable = ({ fires, columns, caption, onEnd }: { fires: Fire[]; columns: Column<Fire>[]; caption: string; onEnd?: () => void }) => (
  <DataTable caption={caption} columns={columns} rows={fires} rowId={(fire) => fire.id} virtual={fires.length > 60} onEnd={onEnd} />
)
