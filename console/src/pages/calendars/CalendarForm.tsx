import { Plus, X } from 'lucide-react'
import type { ProblemError } from '../../api/problem'
import { WEEK, withMember, type CalendarDraft, type Open } from '../../lib/calendars'
import { Button } from '../../ui/Button'
import { Check, Choice, TextField } from '../../ui/Field'
import { calendarWords } from './words'
import { DaysForm } from './DaysForm'

export type FormProps = { draft: CalendarDraft; onChange: (draft: CalendarDraft) => void; problem?: ProblemError; others: string[] }

/** What a calendar excludes, to be filled in: another form for each kind. */
export function CalendarForm(props: FormProps) {
  switch (props.draft.type) {
    case 'holidays':
      return <DaysForm {...props} />
    case 'weeklyDays':
      return <WeekForm {...props} />
    case 'businessHours':
      return <HoursForm {...props} />
    case 'blackout':
      return <BlackoutForm {...props} />
    case 'union':
      return <UnionForm {...props} />
    case 'difference':
      return <DifferenceForm {...props} />
  }
}

const titled = (name: string) => name.charAt(0) + name.slice(1).toLowerCase()
const DAYS = WEEK.map((day) => [day, titled(day)] as const)

function WeekForm({ draft, onChange }: FormProps) {
  const days = new Set((draft.days as string[] | undefined) ?? [])
  const toggled = (day: string) => WEEK.filter((one) => (one === day ? !days.has(one) : days.has(one)))
  return (
    <fieldset>
      <legend>Nothing fires on</legend>
      <div className="row checks">
        {DAYS.map(([day, name]) => (
          <Check key={day} label={name} checked={days.has(day)} onChange={() => onChange({ ...draft, days: toggled(day) })} />
        ))}
      </div>
    </fieldset>
  )
}

function HoursForm({ draft, onChange, problem }: FormProps) {
  const open = (draft.open as Open[] | undefined) ?? []
  const set = (next: Open[]) => onChange({ ...draft, open: next })
  const put = (index: number, name: keyof Open, value: string) => set(open.map((one, at) => (at === index ? withMember(one, name, value) : one)))
  return (
    <fieldset className="stack">
      <legend>Nothing fires but on</legend>
      {open.map((span, index) => (
        <div className="hours-row" key={index}>
          <select className="input" aria-label={`Day of line ${index + 1}`} value={span.day ?? 'MONDAY'} onChange={(event) => put(index, 'day', event.target.value)}>
            {DAYS.map(([day, name]) => (
              <option key={day} value={day}>
                {name}
              </option>
            ))}
          </select>
          <input className="input" type="time" aria-label={`Open from, line ${index + 1}`} value={span.from ?? ''} onChange={(event) => put(index, 'from', event.target.value)} />
          <input className="input" type="time" aria-label={`Open until, line ${index + 1}`} value={span.until ?? ''} onChange={(event) => put(index, 'until', event.target.value)} />
          <Button kind="bare" icon={<X size={15} aria-hidden />} aria-label={`Remove line ${index + 1}`} onClick={() => set(open.filter((_, at) => at !== index))} />
          {problem?.at(`/open/${index}`) && <p className="fault">{problem.at(`/open/${index}`)}</p>}
        </div>
      ))}
      <p className="hint">An end of 00:00 is the end of the day. A day may have several lines; one without any is closed.</p>
      <div>
        <Button icon={<Plus size={15} aria-hidden />} onClick={() => set([...open, { day: open.at(-1)?.day ?? 'MONDAY', from: '09:00', until: '17:00' }])}>
          Add hours
        </Button>
      </div>
    </fieldset>
  )
}

function BlackoutForm({ draft, onChange, problem }: FormProps) {
  return (
    <div className="row">
      <TextField
        label="Nothing fires in the minutes of"
        mono
        grow={3}
        value={String(draft.expression ?? '')}
        fault={problem?.at('/expression')}
        hint="A cron expression: * 2-3 * * SUN is from two to four on Sundays."
        onChange={(expression) => onChange({ ...draft, expression })}
      />
      <Choice
        label="Written for"
        value={String(draft.dialect ?? 'UNIX')}
        options={[
          ['UNIX', 'Unix'],
          ['QUARTZ', 'Quartz'],
          ['SPRING', 'Spring'],
        ]}
        onChange={(dialect) => onChange({ ...draft, dialect })}
      />
    </div>
  )
}

/** A part is the name of a calendar, or one that stands here as it is. */
const words = (part: unknown) => (typeof part === 'string' ? part : `written here: ${calendarWords(part as Parameters<typeof calendarWords>[0])}`)

function UnionForm({ draft, onChange, problem, others }: FormProps) {
  const parts = (draft.of as unknown[] | undefined) ?? []
  const own = parts.filter((part) => typeof part !== 'string')
  const named = parts.filter((part): part is string => typeof part === 'string')
  const names = [...new Set([...others, ...named])]
  const toggled = (name: string) => (named.includes(name) ? parts.filter((part) => part !== name) : [...parts, name])
  return (
    <fieldset className="stack">
      <legend>What any of these excludes</legend>
      {names.length === 0 && own.length === 0 && <p className="hint">There is no other calendar yet: make those that it is to be made of first.</p>}
      <div className="row checks">
        {names.map((name) => (
          <Check key={name} label={name} checked={named.includes(name)} onChange={() => onChange({ ...draft, of: toggled(name) })} />
        ))}
      </div>
      {own.map((part, index) => (
        <div className="row" key={index}>
          <span>{words(part)}</span>
          <Button kind="bare" icon={<X size={15} aria-hidden />} aria-label={`Remove what is ${words(part)}`} onClick={() => onChange({ ...draft, of: parts.filter((one) => one !== part) })} />
        </div>
      ))}
      {problem?.at('/of') && <p className="fault">{problem.at('/of')}</p>}
    </fieldset>
  )
}

function DifferenceForm({ draft, onChange, problem, others }: FormProps) {
  const choice = (name: 'of' | 'without', label: string) => {
    const value = draft[name]
    const text = typeof value === 'string' ? value : '{}'
    const options: [string, string][] = [['', 'choose a calendar'], ...[...new Set([...others, ...(typeof value === 'string' && value ? [value] : [])])].map((one): [string, string] => [one, one])]
    if (typeof value === 'object' && value !== null) options.push(['{}', words(value)])
    return <Choice label={label} value={text} options={options} fault={problem?.at(`/${name}`)} onChange={(to) => to !== '{}' && onChange({ ...draft, [name]: to })} />
  }
  return (
    <div className="row">
      {choice('of', 'What this one excludes')}
      {choice('without', 'but not what this one does')}
    </div>
  )
}
