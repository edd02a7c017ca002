import { Link } from '@tanstack/react-router'
import type { AuditEvent } from '../api/types'
import { DataTable, type Column } from './DataTable'
import { Time } from './Time'

const words = (detail: unknown) => (detail === undefined || detail === null ? '' : typeof detail === 'string' ? detail : Object.keys(detail as object).length === 0 ? '' : JSON.stringify(detail))

export const auditColumns = (withTask: boolean): Column<AuditEvent>[] => [
  { id: 'at', header: 'When', cell: (event) => <Time at={event.at} full /> },
  { id: 'actor', header: 'Who', cell: (event) => event.actor },
  { id: 'action', header: 'Did', cell: (event) => <span className="strong">{event.action.toLowerCase().replaceAll('_', ' ')}</span> },
  ...(withTask
    ? [
        {
          id: 'task',
          header: 'Task',
          cell: (event: AuditEvent) =>
            event.task ? (
              <Link to="/tasks/$id" params={{ id: event.task }} search={{ tab: 'audit' as const }}>
                {event.task}
              </Link>
            ) : (
              <span className="muted">–</span>
            ),
        },
      ]
    : []),
  { id: 'detail', header: 'Detail', cell: (event) => <span className="muted small detail-words">{words(event.detail)}</span> },
]

export const AuditList = ({ events, columns, onEnd }: { events: AuditEvent[]; columns: Column<AuditEvent>[]; onEnd?: () => void }) => (
  <DataTable caption="What was done, newest first" columns={columns} rows={events} rowId={(event) => `${event.at} ${event.task} ${event.action}`} virtual={events.length > 60} onEnd={onEnd} />
)
