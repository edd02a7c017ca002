import { Link } from '@tanstack/react-router'
import type { AuditEvent } from '../api/types'
import { DataTable, type Column } from './DataTable'
import { Time } from './Time'

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/** A value of an event's detail, as a person would write it. */
function Value({ value }: { value: unknown }) {
  if (typeof value === 'string') return INSTANT.test(value) ? <Time at={value} full /> : <>{value}</>
  if (Array.isArray(value)) return <>{value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(', ')}</>
  return <>{JSON.stringify(value)}</>
}

/** What an event tells beyond its name: each member with its name in words. */
export function AuditDetail({ detail }: { detail: unknown }) {
  if (detail === undefined || detail === null) return null
  if (typeof detail !== 'object' || Array.isArray(detail)) return <Value value={detail} />
  return (
    <>
      {Object.entries(detail).map(([name, value], at) => (
        <span key={name}>
          {at > 0 && '; '}
          {name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} <Value value={value} />
        </span>
      ))}
    </>
  )
}

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
  { id: 'detail', header: 'Detail', cell: (event) => <span className="muted small detail-words"><AuditDetail detail={event.detail} /></span> },
]

export const AuditList = ({ events, columns, onEnd }: { events: AuditEvent[]; columns: Column<AuditEvent>[]; onEnd?: () => void }) => (
  <DataTable caption="What was done, newest first" columns={columns} rows={events} rowId={(event) => `${event.at} ${event.task} ${event.action}`} virtual={events.length > 60} onEnd={onEnd} />
)
