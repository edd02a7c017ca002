import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { CalendarPlus } from 'lucide-react'
import { useMemo, useState } from 'react'
import * as actions from '../../api/actions'
import { asProblem } from '../../api/problem'
import * as queries from '../../api/queries'
import type { Calendar } from '../../api/types'
import { beginningOf, definitionOf, KINDS, missingIn, type CalendarDraft } from '../../lib/calendars'
import { useSettled } from '../../lib/useSettled'
import { Button, Segments } from '../../ui/Button'
import { ActDialog } from '../../ui/Dialog'
import { Answer, Card, Empty, Notice, PageHead, ProblemNotice } from '../../ui/Feedback'
import { Choice, TextField } from '../../ui/Field'
import { tell } from '../../ui/toasts'
import { CalendarForm } from './CalendarForm'
import { ImportDialog } from './ImportDialog'
import { PlanOf } from './PlanOf'
import { Year } from './Year'

/** A calendar: what it excludes, who goes by it, and what a change of it would do to them. */
export default function CalendarPage() {
  const { name } = useParams({ from: '/calendars/$name' })
  const query = useQuery(queries.calendar(name))
  return (
    <Answer query={query} missing={<Edit key={`new ${name}`} name={name} />}>
      {(calendar) => <Edit key={calendar.version} name={name} calendar={calendar} />}
    </Answer>
  )
}

function Edit({ name, calendar }: { name: string; calendar?: Calendar }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data: all } = useQuery(queries.calendars)
  const others = useMemo(() => (all?.items ?? []).map((one) => one.name).filter((one) => one !== name), [all, name])
  const [draft, setDraft] = useState<CalendarDraft>(() => (calendar ? definitionOf(calendar) : beginningOf('holidays')))
  const [view, setView] = useState<'form' | 'json'>('form')
  const [asking, setAsking] = useState<'save' | 'delete' | 'import'>()
  const before = calendar ? JSON.stringify(definitionOf(calendar)) : ''
  const written = JSON.stringify(draft)
  const settled = useSettled(written, 350)
  const missing = missingIn(draft)
  const plan = useQuery({
    queryKey: ['plan of calendar', name, settled],
    queryFn: () => actions.planCalendar(name, JSON.parse(settled) as Calendar),
    enabled: settled !== before && missingIn(JSON.parse(settled) as CalendarDraft) === undefined,
    retry: false,
    gcTime: 0,
  })
  const problem = plan.error ? asProblem(plan.error) : undefined
  const again = () => {
    void client.invalidateQueries({ predicate: ({ queryKey: [about] }) => about === 'calendars' || about === 'calendar' || about === 'tasks' || about === 'upcoming' })
  }
  const ready = written !== before && settled === written && !missing && plan.data !== undefined
  return (
    <>
      <PageHead
        title={name}
        sub={calendar ? `${KINDS[calendar.type]}, version ${calendar.version}` : 'A new calendar: nothing is kept before you save it.'}
        actions={
          <>
            {calendar && (
              <Button kind="danger" onClick={() => setAsking('delete')}>
                Delete
              </Button>
            )}
            {calendar && (
              <Button icon={<CalendarPlus size={15} aria-hidden />} onClick={() => setAsking('import')}>
                Import
              </Button>
            )}
            <Button kind="primary" disabled={!ready} onClick={() => setAsking('save')}>
              {calendar ? 'See what changes' : 'Save'}
            </Button>
          </>
        }
      />
      <div className="grid-wide">
        <div className="stack">
          <Card
            title="What it excludes"
            actions={
              <Segments
                label="Write it"
                value={view}
                options={[
                  ['form', 'Form'],
                  ['json', 'JSON'],
                ]}
                onChange={setView}
              />
            }
          >
            <div className="stack">
              {view === 'form' && (
                <Choice label="Kind" value={draft.type} options={Object.entries(KINDS) as [Calendar['type'], string][]} onChange={(type) => setDraft(calendar?.type === type ? definitionOf(calendar) : beginningOf(type, others))} />
              )}
              {view === 'form' ? <CalendarForm draft={draft} onChange={setDraft} problem={problem} others={others} /> : <Json draft={draft} onChange={setDraft} />}
              {missing && <p className="hint">{missing}</p>}
              {problem && <ProblemNotice error={problem} />}
              {calendar && written === before && <p className="hint">This is what is saved.</p>}
            </div>
          </Card>
          <Year calendar={draft as Calendar} />
        </div>
        <Card title="Used by">
          {calendar?.usedBy && calendar.usedBy.tasks > 0 ? (
            <p>
              {calendar.usedBy.tasks.toLocaleString('en')} {calendar.usedBy.tasks === 1 ? 'task goes' : 'tasks go'} by it
              {calendar.usedBy.behind > 0 && `; ${calendar.usedBy.behind.toLocaleString('en')} are being planned anew`}.
            </p>
          ) : (
            <Empty title="Nothing yet">
              A task goes by it with <code>{`"exclude": ["${name}"]`}</code> in its schedule.
            </Empty>
          )}
          <p className="small muted">
            <Link to="/calendars">All calendars</Link>
          </p>
        </Card>
      </div>
      {asking === 'save' && (
        <ActDialog
          wide
          title={calendar ? `What the change of “${name}” does` : `Save “${name}”?`}
          verb="Save the calendar"
          onClose={() => setAsking(undefined)}
          act={async () => {
            await actions.saveCalendar(name, draft as Calendar, calendar?.version)
            again()
            tell(`The calendar “${name}” is saved.`)
          }}
        >
          <PlanOf plan={plan.data} />
        </ActDialog>
      )}
      {asking === 'import' && <ImportDialog calendar={calendar} onClose={() => setAsking(undefined)} onDone={again} />}
      {asking === 'delete' && (
        <ActDialog
          title={`Delete the calendar “${name}”?`}
          verb={`Delete “${name}”`}
          danger
          onClose={() => setAsking(undefined)}
          act={async () => {
            await actions.deleteCalendar(name)
            again()
            tell(`The calendar “${name}” is deleted.`)
            void navigate({ to: '/calendars' })
          }}
        >
          <p>It can be deleted only when no task and no other calendar goes by it. Its name is free afterwards.</p>
          {calendar?.usedBy && calendar.usedBy.tasks > 0 && <Notice tone="warn">{calendar.usedBy.tasks.toLocaleString('en')} of the tasks in force go by it now.</Notice>}
        </ActDialog>
      )}
    </>
  )
}

/** The same by hand; the form follows as soon as it can be read. */
function Json({ draft, onChange }: { draft: CalendarDraft; onChange: (draft: CalendarDraft) => void }) {
  const [text, setText] = useState(() => JSON.stringify(draft, null, 2))
  const [fault, setFault] = useState<string>()
  return (
    <TextField
      label="Definition"
      rows={18}
      value={text}
      fault={fault}
      hint="As PUT /v1/calendars/{name} takes it."
      onChange={(typed) => {
        setText(typed)
        try {
          const read = JSON.parse(typed) as CalendarDraft
          if (!(read?.type in KINDS)) throw new Error(`type is to be one of ${Object.keys(KINDS).join(', ')}`)
          setFault(undefined)
          onChange(read)
        } catch (error) {
          setFault(`This cannot be read yet: ${(error as Error).message}`)
        }
      }}
    />
  )
}
