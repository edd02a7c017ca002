import type { Fire } from '../../api/types'
import { moments } from '../../lib/explain'
import { duration, localTime } from '../../lib/time'
import { Card } from '../../ui/Feedback'
import { FIRE_LOOKS } from '../../ui/states'

/** How the time up to a moment is coloured. */
const TONES: Record<string, string> = { Woken: 'warn', Claimed: 'idle', Started: 'warn', Finished: 'accent' }

/** From due over woken, claimed and started to finished: a line to scale, and the same in rows. A hold before the instant is told in its row alone. */
export function TimeLine({ fire }: { fire: Fire }) {
  const list = moments(fire)
  const due = Date.parse(fire.scheduledFor)
  const drawn = list.filter(({ at }) => Date.parse(at) >= due)
  const end = Math.max(...drawn.map(({ at }) => Date.parse(at)), due + 1)
  const share = (at: string) => (100 * (Date.parse(at) - due)) / (end - due)
  const spans = drawn.slice(1).map((moment, index) => ({
    name: moment.name,
    from: share(drawn[index]!.at),
    to: share(moment.at),
    tone: moment.name === 'Finished' && FIRE_LOOKS[fire.state].tone === 'bad' ? 'bad' : TONES[moment.name],
  }))
  if (fire.state === 'SKIPPED') return null
  return (
    <Card title="Time line" note="to scale, from its instant to its end">
      <div className="time-line" aria-hidden>
        {spans.map((one) => (
          <i key={one.name} style={{ left: `${one.from}%`, width: `max(2px, ${one.to - one.from}%)`, background: `var(--${one.tone})` }} />
        ))}
      </div>
      <ol className="plain moments">
        {list.map((moment) => (
          <li key={moment.name}>
            <span className="name">{moment.name}</span>
            <Moment at={moment.at} />
            <span className="muted nowrap">{moment.name === 'Scheduled' ? 'on the dot' : apart(Date.parse(moment.at) - due)}</span>
            <span className="muted small">{moment.note}</span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** To the millisecond; the day may be hidden where there is no room for it. */
function Moment({ at }: { at: string }) {
  const [day, clock] = localTime(new Date(at), undefined, true).split(' ')
  return (
    <span className="nowrap">
      <span className="day">{day} </span>
      {clock}
    </span>
  )
}

/** Before or after the instant. */
const apart = (millis: number) => (millis < 0 ? `− ${duration(-millis)}` : `+ ${duration(millis)}`)
