import type { Fire } from '../../api/types'
import { moments } from '../../lib/explain'
import { duration, localTime } from '../../lib/time'
import { Card } from '../../ui/Feedback'
import { FIRE_LOOKS } from '../../ui/states'

const TONES = ['idle', 'warn', 'accent', 'accent']

/** From due over claimed and started to finished: a line to scale, and the same in rows. */
export function TimeLine({ fire }: { fire: Fire }) {
  const list = moments(fire)
  const begin = Date.parse(fire.scheduledFor)
  const end = Math.max(...list.map(({ at }) => Date.parse(at)), begin + 1)
  const share = (at: string) => (100 * Math.max(0, Date.parse(at) - begin)) / (end - begin)
  const spans = list.slice(1).map((moment, index) => ({
    ...moment,
    from: share(list[index]!.at),
    to: share(moment.at),
    took: Date.parse(moment.at) - Date.parse(list[index]!.at),
    tone: moment.name === 'Finished' && FIRE_LOOKS[fire.state].tone === 'bad' ? 'bad' : TONES[index],
  }))
  if (fire.state === 'SKIPPED') return null
  return (
    <Card title="Time line" note="from its instant to its end">
      <div className="time-line" aria-hidden>
        {spans.map((one) => (
          <i key={one.name} style={{ left: `${one.from}%`, width: `max(2px, ${one.to - one.from}%)`, background: `var(--${one.tone})` }} />
        ))}
      </div>
      <ol className="plain moments">
        {list.map((moment, index) => (
          <li key={moment.name}>
            <span className="name">{moment.name}</span>
            <span className="nowrap">{localTime(new Date(moment.at), undefined, true)}</span>
            <span className="muted">{index === 0 ? 'its instant' : `+ ${duration(spans[index - 1]!.took)}`}</span>
            <span className="muted small">{moment.note}</span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
