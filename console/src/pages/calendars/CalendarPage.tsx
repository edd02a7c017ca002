import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../api/client'
import type { components } from '../../../generated/schema'
import { asProblem } from '../../api/problem'
import * as queries from '../../api/queries'
import type { Calendar } from '../../api/types'
import { useSettled } from '../../lib/useSettled'
import { Button } from '../../ui/Button'
import { ActDialog } from '../../ui/Dialog'
import { Answer, Card, Empty, Notice, PageHead, ProblemNotice } from '../../ui/Feedback'
import { Choice, TextField } from '../../ui/Field'
import { tell } from '../../ui/toasts'
import { TYPES } from './Calendars'
import { Year } from './Year'

type Body = components['schemas']['Calendar']
type Plan = components['schemas']['CalendarPlan']

const year = new Date().getFullYear() + 1
const TEMPLATES: Record<Calendar['type'], object> = {
  holidays: { type: 'holidays', days: [`${year}-01-01`, { from: `${year}-12-25`, until: `${year}-12-26`, name: 'Christmas', yearly: true }] },
  weeklyDays: { type: 'weeklyDays', days: ['SATURDAY', 'SUNDAY'] },
  businessHours: { type: 'businessHours', open: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((day) => ({ day, from: '09:00', until: '17:30' })) },
  blackout: { type: 'blackout', expression: '* 2-3 * * SUN', dialect: 'UNIX' },
  union: { type: 'union', of: ['public-holidays', 'weekends'] },
  difference: { type: 'difference', of: 'public-holidays', without: 'worked-holidays' },
}

const READ_ONLY = ['name', 'version', 'usedBy', 'createTime', 'updateTime']
const definition = (calendar: Calendar) => Object.fromEntries(Object.entries(calendar).filter(([name]) => !READ_ONLY.includes(name)))

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
  const before = calendar ? JSON.stringify(definition(calendar), null, 2) : ''
  const [text, setText] = useState(before || JSON.stringify(TEMPLATES.holidays, null, 2))
  const [asking, setAsking] = useState<'save' | 'delete'>()
  const settled = useSettled(text, 350)
  let read: Body | undefined
  let fault: string | undefined
  try {
    read = JSON.parse(settled) as Body
  } catch (error) {
    fault = `This is not JSON yet: ${(error as Error).message}`
  }
  const params = { path: { name }, header: calendar ? { 'If-Match': `"${calendar.version}"` } : { 'If-None-Match': '*' } }
  const plan = useQuery({
    queryKey: ['calendar', name, 'plan', settled],
    queryFn: async () => (await api.PUT('/v1/calendars/{name}', { params: { path: { name }, query: { validateOnly: true } }, body: read! })).data as Plan,
    enabled: read !== undefined && settled !== before,
    retry: false,
    gcTime: 0,
  })
  const again = () => {
    void client.invalidateQueries({ predicate: ({ queryKey: [about] }) => about === 'calendars' || about === 'calendar' || about === 'tasks' || about === 'upcoming' })
  }
  const dirty = settled !== before && read !== undefined
  return (
    <>
      <PageHead
        title={name}
        sub={calendar ? `${TYPES[calendar.type]}, version ${calendar.version}` : 'A new calendar: nothing is kept before you save it.'}
        actions={
          <>
            {calendar && (
              <Button kind="danger" onClick={() => setAsking('delete')}>
                Delete
              </Button>
            )}
            <Button kind="primary" disabled={!dirty || !plan.data} onClick={() => setAsking('save')}>
              {calendar ? 'See what changes' : 'Save'}
            </Button>
          </>
        }
      />
      <div className="grid-wide">
        <div className="stack">
          {calendar && <Year calendar={calendar} />}
          <Card title="Definition">
            <div className="stack">
              {!calendar && (
                <Choice label="Begin with" value={read?.type ?? 'holidays'} options={Object.entries(TYPES) as [Calendar['type'], string][]} onChange={(type) => setText(JSON.stringify(TEMPLATES[type], null, 2))} />
              )}
              <TextField label="JSON" rows={16} value={text} fault={fault} onChange={setText} hint="As PUT /v1/calendars/{name} takes it." />
              {plan.error && <ProblemNotice error={asProblem(plan.error)} />}
            </div>
          </Card>
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
            await api.PUT('/v1/calendars/{name}', { params, body: read! })
            again()
            tell(`The calendar “${name}” is saved.`)
          }}
        >
          <Plans plan={plan.data} />
        </ActDialog>
      )}
      {asking === 'delete' && (
        <ActDialog
          title={`Delete the calendar “${name}”?`}
          verb={`Delete “${name}”`}
          danger
          onClose={() => setAsking(undefined)}
          act={async () => {
            await api.DELETE('/v1/calendars/{name}', { params: { path: { name } } })
            again()
            tell(`The calendar “${name}” is deleted.`)
            void navigate({ to: '/calendars' })
          }}
        >
          <p>It can be deleted only when no task and no other calendar goes by it. Its name is free afterwards.</p>
        </ActDialog>
      )}
    </>
  )
}

function Plans({ plan }: { plan?: Plan }) {
  if (!plan?.tasks) return <Notice>No task is touched.</Notice>
  return (
    <>
      <Notice tone="warn">
        <strong>{plan.tasks.toLocaleString('en')} tasks</strong> go by it and are planned anew{plan.complete === false ? '; these are some of them' : ''}.
      </Notice>
      <ul className="plain rows bordered">
        {plan.items?.map((item) => (
          <li key={item.task}>
            <span className="grow ellipsis">{item.task}</span>
            <span className="small muted">
              {item.neverFires ? 'would never fire again' : `${item.added?.length ?? 0} fires come, ${item.removed?.length ?? 0} go, ${item.moved?.length ?? 0} move`}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
