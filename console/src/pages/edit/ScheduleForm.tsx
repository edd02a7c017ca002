import { useQuery } from '@tanstack/react-query'
import * as queries from '../../api/queries'
import type { Schedule } from '../../api/types'
import { changed, scheduleOf, textOf, type Loose } from '../../lib/draft'
import { viewerZone } from '../../lib/time'
import { Segments } from '../../ui/Button'
import { Check, Choice, TextField } from '../../ui/Field'
import { CronBuilder } from './CronBuilder'
import { DurationField, InstantField, LinesField } from './inputs'

type Props = { schedule: Loose; fault: (pointer: string) => string | undefined; onChange: (schedule: Loose) => void }

const KINDS: [Schedule['type'], string][] = [
  ['once', 'Once'],
  ['cron', 'Cron'],
  ['interval', 'Interval'],
  ['rrule', 'Recurrence rule'],
]

const ZONES = Intl.supportedValuesOf ? ['UTC', ...Intl.supportedValuesOf('timeZone')] : ['UTC', viewerZone()]

export function ScheduleForm({ schedule, fault, onChange }: Props) {
  const set = (name: string, value: unknown) => onChange(changed(schedule, name, value))
  const type = schedule.type as Schedule['type']
  const of = (name: string) => fault(`/schedule/${name}`)
  return (
    <div className="stack">
      <Segments<Schedule['type']> label="Kind of schedule" value={type} options={KINDS} onChange={(next) => onChange(scheduleOf(next, schedule, textOf(schedule.timeZone) || viewerZone()))} />
      {type === 'once' && (
        <div className="row">
          <InstantField label="At" value={schedule.at} fault={of('at')} onChange={(at) => onChange(at ? { type, at } : { type })} />
          <DurationField label="Or in" value={schedule.delay} fault={of('delay')} hint="from the moment it is registered; both left empty means now" onChange={(delay) => onChange(delay ? { type, delay } : { type })} />
        </div>
      )}
      {type === 'cron' && (
        <>
          {(schedule.dialect ?? 'UNIX') === 'UNIX' && <CronBuilder expression={textOf(schedule.expression)} onChange={(expression) => set('expression', expression)} />}
          <div className="row">
            <TextField label="Expression" mono grow={2} value={textOf(schedule.expression)} fault={of('expression')} onChange={(text) => onChange({ ...schedule, expression: text })} />
            <Choice
              label="Dialect"
              value={textOf(schedule.dialect) || 'UNIX'}
              options={[
                ['UNIX', 'UNIX: 5 fields'],
                ['QUARTZ', 'Quartz: 6 or 7'],
                ['SPRING', 'Spring: 6'],
              ]}
              onChange={(dialect) => set('dialect', dialect === 'UNIX' ? undefined : dialect)}
            />
          </div>
        </>
      )}
      {type === 'interval' && (
        <div className="row">
          <DurationField label="Every" value={schedule.every} fault={of('every')} onChange={(every) => set('every', every)} />
          <Choice
            label="Counted from"
            value={textOf(schedule.mode) || 'FIXED_RATE'}
            options={[
              ['FIXED_RATE', 'the instant before'],
              ['FIXED_DELAY', 'the end of the run before'],
            ]}
            onChange={(mode) => set('mode', mode === 'FIXED_RATE' ? undefined : mode)}
          />
          <InstantField label="Anchor" value={schedule.anchor} fault={of('anchor')} hint="an instant that the rate goes through" onChange={(anchor) => set('anchor', anchor)} />
        </div>
      )}
      {type === 'rrule' && (
        <>
          <TextField label="Rule (RFC 5545)" mono value={textOf(schedule.rule)} fault={of('rule')} onChange={(rule) => onChange({ ...schedule, rule })} />
          <div className="row">
            <TextField label="First local time" type="datetime-local" value={textOf(schedule.start)} fault={of('start')} onChange={(start) => set('start', start && start.length === 16 ? `${start}:00` : start)} />
            <LinesField label="But not at" rows={2} value={schedule.exdates} fault={of('exdates')} hint="local times, one in each line" onChange={(exdates) => set('exdates', exdates)} />
          </div>
        </>
      )}
      {(type === 'cron' || type === 'rrule') && (
        <div className="row">
          <TextField label="Time zone" value={textOf(schedule.timeZone)} placeholder="UTC" list="zones" fault={of('timeZone')} onChange={(zone) => set('timeZone', zone)} />
          <Choice
            label="A local time that clocks skip"
            value={textOf(schedule.gap)}
            options={[
              ['', 'as usual for the dialect'],
              ['SKIP', 'does not fire'],
              ['SHIFT_FORWARD', 'fires when the clocks have changed'],
            ]}
            fault={of('gap')}
            onChange={(gap) => set('gap', gap)}
          />
          <Choice
            label="One that they repeat"
            value={textOf(schedule.repeat)}
            options={[
              ['', 'as usual for the dialect'],
              ['FIRST', 'fires the first time'],
              ['LAST', 'fires the last time'],
              ['BOTH', 'fires both times'],
            ]}
            fault={of('repeat')}
            onChange={(repeat) => set('repeat', repeat)}
          />
        </div>
      )}
      {type !== 'once' && <Bounds schedule={schedule} fault={fault} onChange={onChange} />}
      <datalist id="zones">
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </div>
  )
}

const BOUNDS = ['startAt', 'endAt', 'maxFires', 'jitter', 'exclude', 'businessDayRoll']

function Bounds({ schedule, fault, onChange }: Props) {
  const { data } = useQuery(queries.calendars)
  const set = (name: string, value: unknown) => onChange(changed(schedule, name, value))
  const of = (name: string) => fault(`/schedule/${name}`)
  const excluded = Array.isArray(schedule.exclude) ? schedule.exclude.map(String) : []
  const names = [...new Set([...(data?.items.map((calendar) => calendar.name) ?? []), ...excluded])]
  return (
    <details className="more" open={BOUNDS.some((name) => name in schedule) || undefined}>
      <summary>Bounds, jitter and calendars</summary>
      <div className="stack">
        <div className="row">
          <InstantField label="Not before" value={schedule.startAt} fault={of('startAt')} onChange={(at) => set('startAt', at)} />
          <InstantField label="Not at or after" value={schedule.endAt} fault={of('endAt')} onChange={(at) => set('endAt', at)} />
          <TextField label="At most so many fires" type="number" value={textOf(schedule.maxFires)} fault={of('maxFires')} onChange={(text) => set('maxFires', text ? Number(text) : undefined)} />
          <DurationField label="Jitter" value={schedule.jitter} fault={of('jitter')} hint="spreads fires; each task keeps its own" onChange={(jitter) => set('jitter', jitter)} />
        </div>
        {names.length > 0 && (
          <fieldset className="field">
            <legend>Nothing fires when these calendars say so</legend>
            <div className="chips">
              {names.map((name) => (
                <Check key={name} label={name} checked={excluded.includes(name)} onChange={(on) => set('exclude', on ? [...excluded, name] : excluded.filter((other) => other !== name))} />
              ))}
            </div>
          </fieldset>
        )}
        {excluded.length > 0 && (
          <Choice
            label="An excluded instant"
            value={textOf(schedule.businessDayRoll)}
            options={[
              ['', 'is skipped, and recorded so'],
              ['FOLLOWING', 'moves to the next free day'],
              ['PRECEDING', 'moves to the free day before'],
              ['MODIFIED_FOLLOWING', 'moves to the next free day, within the month'],
            ]}
            fault={of('businessDayRoll')}
            onChange={(roll) => set('businessDayRoll', roll)}
          />
        )}
      </div>
    </details>
  )
}
