import { Plus, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { isoOf, textOf, valueOf } from '../../lib/draft'
import { fromInput, isoMillis, isoWords, toInput, viewerZone } from '../../lib/time'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'

type Base = { label: string; hint?: string; fault?: string }

/** A length of time, written as 15m or PT15M; it is told what was understood. */
export function DurationField({ value, onChange, ...field }: Base & { value: unknown; onChange: (value: string | undefined) => void }) {
  const [text, setText] = useState(textOf(value))
  const told = useRef(textOf(value))
  useEffect(() => {
    const now = textOf(value)
    if (now !== told.current) {
      told.current = now
      setText(now)
    }
  }, [value])
  const understood = isoMillis(isoOf(text)) === undefined ? undefined : isoWords(isoOf(text))
  return (
    <TextField
      {...field}
      mono
      value={text}
      placeholder="15m"
      hint={understood ?? field.hint}
      onChange={(typed) => {
        setText(typed)
        told.current = isoOf(typed)
        onChange(typed ? isoOf(typed) : undefined)
      }}
    />
  )
}

/** An instant, in the viewer's zone. */
export function InstantField({ value, onChange, ...field }: Base & { value: unknown; onChange: (value: string | undefined) => void }) {
  const shown = typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? toInput(new Date(value)) : ''
  return <TextField {...field} hint={field.hint ?? `in ${viewerZone()}`} type="datetime-local" value={shown} onChange={(typed) => onChange(fromInput(typed)?.toISOString())} />
}

/** A text or any JSON value; the text is kept as it is written. */
export function JsonField({ value, onChange, rows = 4, strict, ...field }: Base & { value: unknown; onChange: (value: unknown) => void; rows?: number; strict?: boolean }) {
  const [text, setText] = useState(textOf(value))
  const told = useRef(JSON.stringify(value))
  const [fault, setFault] = useState<string>()
  useEffect(() => {
    if (JSON.stringify(value) !== told.current) {
      told.current = JSON.stringify(value)
      setText(textOf(value))
    }
  }, [value])
  return (
    <TextField
      {...field}
      fault={fault ?? field.fault}
      rows={rows}
      value={text}
      onChange={(typed) => {
        setText(typed)
        let next = valueOf(typed)
        setFault(undefined)
        if (strict && typed.trim()) {
          try {
            next = JSON.parse(typed)
          } catch (error) {
            setFault(`This is not JSON: ${(error as Error).message}`)
            return
          }
        }
        told.current = JSON.stringify(next)
        onChange(next)
      }}
    />
  )
}

/** Texts, one in each line. */
export function LinesField({ value, onChange, rows = 3, ...field }: Base & { value: unknown; onChange: (value: string[]) => void; rows?: number }) {
  const lines = Array.isArray(value) ? value.map(String) : []
  const [text, setText] = useState(lines.join('\n'))
  const told = useRef(JSON.stringify(lines))
  useEffect(() => {
    const now = JSON.stringify(lines)
    if (now !== told.current) {
      told.current = now
      setText(lines.join('\n'))
    }
  })
  return (
    <TextField
      {...field}
      rows={rows}
      value={text}
      onChange={(typed) => {
        setText(typed)
        const next = typed.split('\n').filter((line) => line !== '')
        told.current = JSON.stringify(next)
        onChange(next)
      }}
    />
  )
}

/** Names with values: labels, headers, variables. */
export function PairsField({ label, value, onChange, names }: { label: string; value: unknown; onChange: (value: Record<string, string>) => void; names: [string, string] }) {
  const given = (value ?? {}) as Record<string, string>
  const [pairs, setPairs] = useState<[string, string][]>(Object.entries(given))
  const told = useRef(JSON.stringify(given))
  useEffect(() => {
    const now = JSON.stringify(given)
    if (now !== told.current) {
      told.current = now
      setPairs(Object.entries(given))
    }
  })
  const set = (next: [string, string][]) => {
    setPairs(next)
    const object = Object.fromEntries(next.filter(([name]) => name !== ''))
    told.current = JSON.stringify(object)
    onChange(object)
  }
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      {pairs.map(([name, text], index) => (
        <div key={index} className="pair">
          <input className="input mono" aria-label={`${names[0]} ${index + 1}`} placeholder={names[0]} value={name} spellCheck={false} onChange={(event) => set(pairs.map((pair, at) => (at === index ? [event.target.value, pair[1]] : pair)))} />
          <input className="input mono" aria-label={`${names[1]} ${index + 1}`} placeholder={names[1]} value={text} spellCheck={false} onChange={(event) => set(pairs.map((pair, at) => (at === index ? [pair[0], event.target.value] : pair)))} />
          <Button kind="bare" icon={<X size={15} aria-hidden />} aria-label={`Remove ${name || `${names[0]} ${index + 1}`}`} onClick={() => set(pairs.filter((_, at) => at !== index))} />
        </div>
      ))}
      <div>
        <Button kind="bare" icon={<Plus size={15} aria-hidden />} onClick={() => setPairs([...pairs, ['', '']])}>
          Add {names[0]}
        </Button>
      </div>
    </fieldset>
  )
}
