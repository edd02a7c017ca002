import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { TaskFilter } from '../../api/queries'
import type { TaskState } from '../../api/types'
import { ACTION_NAMES } from '../../lib/words'
import { Button, Segments } from '../../ui/Button'
import { TASK_LOOKS, TASK_STATES } from '../../ui/states'

const QUIET_MILLIS = 250

/** Tells a text when its typing has come to rest. */
export function SearchInput({ value, onChange, label }: { value: string; onChange: (value: string) => void; label: string }) {
  const [typed, setTyped] = useState(value)
  const told = useRef(value)
  useEffect(() => {
    if (value !== told.current) {
      told.current = value
      setTyped(value)
    }
  }, [value])
  useEffect(() => {
    if (typed === told.current) return
    const timer = setTimeout(() => {
      told.current = typed
      onChange(typed)
    }, QUIET_MILLIS)
    return () => clearTimeout(timer)
  }, [typed, onChange])
  return <input className="input search" type="search" aria-label={label} placeholder={label} value={typed} onChange={(event) => setTyped(event.target.value)} />
}

type Props = { filter: TaskFilter; onChange: (filter: Partial<TaskFilter>) => void }

export function TaskFilters({ filter, onChange }: Props) {
  const [label, setLabel] = useState('')
  const labels = filter.label ?? []
  return (
    <div className="filters" role="search">
      <SearchInput label="Search ids and names" value={filter.q ?? ''} onChange={(q) => onChange({ q: q || undefined })} />
      <Segments<TaskState | ''>
        label="State"
        value={filter.state ?? ''}
        options={[['', 'Any'], ...TASK_STATES.map((state): [TaskState, string] => [state, TASK_LOOKS[state].word])]}
        onChange={(state) => onChange({ state: state || undefined })}
      />
      <select className="input" aria-label="Action" value={filter.actionType ?? ''} onChange={(event) => onChange({ actionType: event.target.value || undefined })}>
        <option value="">Any action</option>
        {Object.entries(ACTION_NAMES).map(([type, name]) => (
          <option key={type} value={type}>
            {name}
          </option>
        ))}
      </select>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const added = label.trim().replace(':', '=')
          if (/^[^=]+=.*/.test(added) && !labels.includes(added)) onChange({ label: [...labels, added] })
          setLabel('')
        }}
      >
        <input className="input" size={16} aria-label="Add a label to filter by, key=value" placeholder="label: team=billing" value={label} onChange={(event) => setLabel(event.target.value)} />
      </form>
      {labels.map((one) => (
        <span key={one} className="chip">
          {one}
          <Button
            kind="bare"
            className="chip-x"
            icon={<X size={12} aria-hidden />}
            aria-label={`Without label ${one}`}
            onClick={() => onChange({ label: labels.length > 1 ? labels.filter((other) => other !== one) : undefined })}
          />
        </span>
      ))}
    </div>
  )
}
