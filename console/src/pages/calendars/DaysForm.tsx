import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { dayOf, repeated, repeatOf, withMember, type Day, type Repeat } from '../../lib/calendars'
import { Button } from '../../ui/Button'
import type { FormProps } from './CalendarForm'

/** So many are shown at first: a page of a thousand fields is slow, and nobody reads it. */
const SHOWN = 100

const REPEATS: [Repeat, string][] = [
  ['once', 'once'],
  ['yearly', 'every year'],
  ['rule', 'by a rule'],
]

/** Days with their names, once or again and again. */
export function DaysForm({ draft, onChange, problem }: FormProps) {
  const [shown, setShown] = useState(SHOWN)
  const days = ((draft.days as unknown[] | undefined) ?? []).map(dayOf)
  const set = (next: Day[]) => onChange({ ...draft, days: next })
  const put = (index: number, day: Day) => set(days.map((one, at) => (at === index ? day : one)))
  return (
    <fieldset className="stack">
      <legend>Nothing fires on</legend>
      <div className="day-rows">
        <div className="day-row heads" aria-hidden>
          <span>Name</span>
          <span>First day</span>
          <span>Last day</span>
          <span>Comes</span>
        </div>
        {days.slice(0, shown).map((day, index) => (
          <Row key={index} day={day} number={index + 1} fault={problem?.at(`/days/${index}`)} onChange={(to) => put(index, to)} onRemove={() => set(days.filter((_, at) => at !== index))} />
        ))}
      </div>
      {days.length === 0 && <p className="hint">No day yet: it excludes nothing.</p>}
      <div className="actions">
        <Button
          icon={<Plus size={15} aria-hidden />}
          onClick={() => {
            setShown(Math.max(shown, days.length + 1))
            set([...days, {}])
          }}
        >
          Add a day
        </Button>
        {days.length > shown && (
          <Button onClick={() => setShown(shown + 5 * SHOWN)}>
            Show more of the {days.length.toLocaleString('en')} entries
          </Button>
        )}
      </div>
    </fieldset>
  )
}

function Row({ day, number, fault, onChange, onRemove }: { day: Day; number: number; fault?: string; onChange: (day: Day) => void; onRemove: () => void }) {
  const repeat = repeatOf(day)
  const who = day.name ?? `entry ${number}`
  return (
    <div className="day-row">
      <input className="input" aria-label={`Name of entry ${number}`} placeholder="New Year" value={day.name ?? ''} onChange={(event) => onChange(withMember(day, 'name', event.target.value))} />
      <input className="input" type="date" aria-label={`First day of ${who}`} aria-invalid={fault ? true : undefined} value={day.from ?? ''} onChange={(event) => onChange(withMember(day, 'from', event.target.value))} />
      <input className="input" type="date" aria-label={`Last day of ${who}, empty for one day`} value={day.until ?? ''} min={day.from} onChange={(event) => onChange(withMember(day, 'until', event.target.value))} />
      <select className="input" aria-label={`When ${who} comes`} value={repeat} onChange={(event) => onChange(repeated(day, event.target.value as Repeat))}>
        {REPEATS.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <Button kind="bare" icon={<X size={15} aria-hidden />} aria-label={`Remove ${who}`} onClick={onRemove} />
      {repeat === 'rule' && (
        <input className="input mono whole" aria-label={`Rule of ${who}`} value={day.rule ?? ''} onChange={(event) => onChange({ ...day, rule: event.target.value })} />
      )}
      {day.except && day.except.length > 0 && (
        <p className="hint whole">
          Not in {day.except.join(', ')}{' '}
          <button type="button" className="link" onClick={() => onChange(withMember(day, 'except', undefined))}>
            Let them take place
          </button>
        </p>
      )}
      {fault && <p className="fault whole">{fault}</p>}
    </div>
  )
}
