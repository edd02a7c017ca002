import type { Fire } from '../../api/types'
import { duration } from '../../lib/time'
import { Card } from '../../ui/Feedback'

const NAMES: Record<string, string> = {
  exitCode: 'Exit code',
  cpuSeconds: 'CPU',
  peakMemoryBytes: 'Peak memory',
  durationMillis: 'Duration',
  diskReadBytes: 'Read from disk',
  diskWriteBytes: 'Written to disk',
  status: 'Status',
  updateCount: 'Rows changed',
}
const TEXTS = new Set(['stdout', 'stderr', 'body'])

function shown(name: string, value: unknown) {
  if (typeof value === 'number' && name.endsWith('Bytes')) return value >= 1024 ** 2 ? `${(value / 1024 ** 2).toFixed(1)} MiB` : `${(value / 1024).toFixed(0)} KiB`
  if (typeof value === 'number' && name.endsWith('Seconds')) return duration(value * 1000)
  if (typeof value === 'number' && name.endsWith('Millis')) return duration(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What the action said of itself: figures as such, texts as they are. */
export function Outcome({ fire }: { fire: Fire }) {
  const outcome = fire.outcome as Record<string, unknown> | undefined
  if (!outcome || Object.keys(outcome).length === 0) return null
  const entries = Object.entries(outcome)
  const figures = entries.filter(([name, value]) => !TEXTS.has(name) && typeof value !== 'object' && !(name.endsWith('Truncated') && value === false))
  const texts = entries.filter(([name, value]) => TEXTS.has(name) && typeof value === 'string' && value !== '')
  const trees = entries.filter(([, value]) => typeof value === 'object' && value !== null)
  return (
    <Card title="Outcome">
      <div className="stack">
        {figures.length > 0 && (
          <dl className="facts">
            {figures.map(([name, value]) => (
              <div key={name} className="contents">
                <dt>{NAMES[name] ?? name}</dt>
                <dd>{shown(name, value)}</dd>
              </div>
            ))}
          </dl>
        )}
        {texts.map(([name, value]) => (
          <div key={name}>
            <h3 className="mini">{name}</h3>
            <pre className="code" tabIndex={0} aria-label={name}>
              {value as string}
            </pre>
          </div>
        ))}
        {trees.map(([name, value]) => (
          <div key={name}>
            <h3 className="mini">{name}</h3>
            <pre className="code" tabIndex={0} aria-label={name}>
              {JSON.stringify(value, null, 2)}
            </pre>
          </div>
        ))}
      </div>
    </Card>
  )
}
