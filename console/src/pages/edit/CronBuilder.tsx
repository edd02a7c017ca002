import { build, DAYS, parse, type Guide } from '../../lib/cron'
import { Button, Segments } from '../../ui/Button'
import { Choice, TextField } from '../../ui/Field'

const KINDS: [Guide['kind'], string][] = [
  ['minutes', 'Minutes'],
  ['hours', 'Hours'],
  ['day', 'Daily'],
  ['week', 'Weekly'],
  ['month', 'Monthly'],
]

const START: Record<Guide['kind'], Guide> = {
  minutes: { kind: 'minutes', every: 15 },
  hours: { kind: 'hours', every: 1, minute: 0 },
  day: { kind: 'day', time: '09:00' },
  week: { kind: 'week', days: [1, 2, 3, 4, 5], time: '09:00' },
  month: { kind: 'month', day: 1, time: '09:00' },
}

const MINUTES = ['1', '2', '3', '4', '5', '6', '10', '12', '15', '20', '30']
const HOURS = ['1', '2', '3', '4', '6', '8', '12']
const options = (values: string[], unit: string) => values.map((value): [string, string] => [value, value === '1' ? `every ${unit}` : `every ${value} ${unit}s`])

/** Says the common schedules in words and writes the expression for them; what it cannot say is written by hand. */
export function CronBuilder({ expression, onChange }: { expression: string; onChange: (expression: string) => void }) {
  const guide = parse(expression)
  const set = (next: Guide) => onChange(build(next))
  const withTime = (kind: Guide['kind']) => {
    const next = { ...START[kind] }
    if (guide && 'time' in guide && 'time' in next) next.time = guide.time
    set(next)
  }
  return (
    <div className="builder" role="group" aria-label="Cron builder">
      <Segments<Guide['kind'] | 'custom'> label="How often" value={guide?.kind ?? 'custom'} options={guide ? KINDS : [...KINDS, ['custom', 'By hand']]} onChange={(kind) => kind !== 'custom' && withTime(kind)} />
      <div className="row">
        {guide?.kind === 'minutes' && (
          <Choice label="Repeat" value={String(guide.every)} options={options([...new Set([...MINUTES, String(guide.every)])], 'minute')} onChange={(every) => set({ kind: 'minutes', every: Number(every) })} />
        )}
        {guide?.kind === 'hours' && (
          <>
            <Choice label="Repeat" value={String(guide.every)} options={options([...new Set([...HOURS, String(guide.every)])], 'hour')} onChange={(every) => set({ ...guide, every: Number(every) })} />
            <TextField label="At minute" type="number" value={String(guide.minute)} onChange={(minute) => set({ ...guide, minute: Math.min(59, Math.max(0, Number(minute) || 0)) })} />
          </>
        )}
        {guide?.kind === 'week' && (
          <div className="field fit">
            <span className="label">On</span>
            <div className="segments days" role="group" aria-label="Days of the week">
              {[1, 2, 3, 4, 5, 6, 0].map((day) => (
                <Button
                  key={day}
                  on={guide.days.includes(day)}
                  aria-pressed={guide.days.includes(day)}
                  onClick={() => {
                    const days = guide.days.includes(day) ? guide.days.filter((other) => other !== day) : [...guide.days, day]
                    if (days.length > 0) set({ ...guide, days })
                  }}
                >
                  {DAYS[day]}
                </Button>
              ))}
            </div>
          </div>
        )}
        {guide?.kind === 'month' && (
          <TextField
            label="Day of the month"
            type="number"
            value={String(guide.day)}
            onChange={(day) => set({ ...guide, day: Math.min(31, Math.max(1, Number(day) || 1)) })}
            hint={guide.day > 28 ? 'Months without this day have no fire.' : undefined}
          />
        )}
        {guide && 'time' in guide && <TextField label="At" type="time" value={guide.time} onChange={(time) => time && set({ ...guide, time: time.slice(0, 5) })} />}
      </div>
      {!guide && <p className="muted small">This expression says more than the builder can; choose one of the above to begin anew.</p>}
    </div>
  )
}
