import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { CalendarPlus } from 'lucide-react'
import { useState } from 'react'
import * as queries from '../../api/queries'
import type { Calendar } from '../../api/types'
import { Button } from '../../ui/Button'
import { DataTable, type Column } from '../../ui/DataTable'
import { ActDialog } from '../../ui/Dialog'
import { Answer, Empty, PageHead } from '../../ui/Feedback'
import { TextField } from '../../ui/Field'
import { Time } from '../../ui/Time'
import { KINDS } from '../../lib/calendars'
import { ImportDialog } from './ImportDialog'
import { calendarWords } from './words'

const columns: Column<Calendar>[] = [
  {
    id: 'name',
    header: 'Calendar',
    className: 'name-cell',
    cell: (calendar) => (
      <span className="name">
        <Link to="/calendars/$name" params={{ name: calendar.name }}>
          {calendar.name}
        </Link>
        <span className="muted">{KINDS[calendar.type]}</span>
      </span>
    ),
  },
  { id: 'excludes', header: 'Excludes', cell: (calendar) => calendarWords(calendar) },
  { id: 'version', header: 'Version', className: 'num', label: 'version', cell: (calendar) => calendar.version },
  { id: 'updated', header: 'Changed', cell: (calendar) => <Time at={calendar.updateTime} /> },
]

/** The calendars of the namespace: at whose times nothing fires. */
export default function Calendars() {
  const query = useQuery(queries.calendars)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [making, setMaking] = useState(false)
  const [importing, setImporting] = useState(false)
  const make = (
    <>
      <Button icon={<CalendarPlus size={15} aria-hidden />} onClick={() => setImporting(true)}>
        Import
      </Button>
      <Button kind="primary" onClick={() => setMaking(true)}>
        New calendar
      </Button>
    </>
  )
  return (
    <>
      <PageHead title="Calendars" sub="Holidays, open hours, blackouts: at their times tasks that name them do not fire." actions={make} />
      <Answer query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No calendar yet" actions={make}>
              A calendar names days or minutes at which nothing fires. Tasks name it in their schedule, and are planned anew when it changes.
            </Empty>
          ) : (
            <DataTable caption="Calendars" columns={columns} rows={items} rowId={(calendar) => calendar.name} />
          )
        }
      </Answer>
      {importing && (
        <ImportDialog
          onClose={() => setImporting(false)}
          onDone={(name) => {
            void client.invalidateQueries({ queryKey: ['calendars'] })
            void navigate({ to: '/calendars/$name', params: { name } })
          }}
        />
      )}
      {making && <NewDialog onClose={() => setMaking(false)} />}
    </>
  )
}

function NewDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const [name, setName] = useState('')
  return (
    <ActDialog title="New calendar" verb="Go on" onClose={onClose} disabled={!name.trim()} act={async () => navigate({ to: '/calendars/$name', params: { name: name.trim() } })}>
      <TextField label="Name" value={name} onChange={setName} autoFocus hint="lower-case letters, digits, inner hyphens" placeholder="public-holidays" />
    </ActDialog>
  )
}
