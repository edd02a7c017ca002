import type { Hour, Hours } from '../../api/types'
import { localTime, weekday } from '../../lib/time'
import { Time } from '../../ui/Time'

const HOUR = 3_600_000
const LEVELS = 5

/** 0 for none, else by powers between the quietest and the busiest hour; the middle where they hardly differ. */
export function level(fires: number, least: number, most: number) {
  if (fires === 0) return 0
  if (most < 1.3 * least) return 3
  return Math.min(LEVELS, 1 + Math.floor((LEVELS * Math.log(fires / least)) / Math.log(most / least)))
}

/** The hours in rows of days of the viewer's zone. */
export function byDay(hours: Hour[]) {
  const days = new Map<string, (Hour | undefined)[]>()
  for (const hour of hours) {
    const local = localTime(new Date(hour.at))
    const day = local.slice(0, 10)
    const row = days.get(day) ?? Array.from({ length: 24 }, () => undefined)
    const at = Number(local.slice(11, 13))
    const same = row[at]
    // the repeated hour of a clock change, and zones that are not whole hours off
    row[at] = same ? { ...same, fires: same.fires + hour.fires } : hour
    days.set(day, row)
  }
  return [...days]
}

const count = (hour: Hour) => `${hour.fires.toLocaleString('en')}${hour.capped ? ' or more' : ''} ${hour.fires === 1 ? 'fire' : 'fires'}`
const short = (fires: number) => (fires >= 10_000 ? `${Math.round(fires / 1000)}k` : fires >= 1000 ? `${(fires / 1000).toFixed(1)}k` : String(fires))

export function HeatMap({ hours, chosen, onChoose }: { hours: Hours; chosen?: string; onChoose: (from: string, to: string) => void }) {
  const counts = hours.hours.map(({ fires }) => fires).filter((fires) => fires > 0)
  const least = Math.min(...counts)
  const most = Math.max(...counts)
  const choose = (at: string) => onChoose(at, new Date(Date.parse(at) + HOUR).toISOString())
  return (
    <div className="stack">
      <div className="heat-wrap" tabIndex={0} role="region" aria-label="Fires by hour">
        <table className="heat">
          <caption className="sr-only">Fires in each hour of the coming seven days</caption>
          <thead>
            <tr>
              <td />
              {Array.from({ length: 24 }, (_, hour) => (
                <th key={hour} scope="col">
                  {String(hour).padStart(2, '0')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {byDay(hours.hours).map(([day, row]) => (
              <tr key={day}>
                <th scope="row">
                  {weekday(new Date(`${day}T12:00:00`))} {day.slice(5)}
                </th>
                {row.map((hour, at) => (
                  <td key={at}>
                    {hour && (
                      <button
                        type="button"
                        className="heat-cell"
                        data-level={level(hour.fires, least, most)}
                        aria-pressed={chosen === hour.at}
                        title={`${day} ${String(at).padStart(2, '0')}:00 · ${count(hour)}`}
                        onClick={() => choose(hour.at)}
                      >
                        <span aria-hidden>{hour.fires > 0 ? short(hour.fires) : ''}</span>
                        <span className="sr-only">{`${day} ${String(at).padStart(2, '0')}:00, ${count(hour)}`}</span>
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hours.busiest.length > 0 && (
        <p className="small">
          <span className="muted">Busiest instants: </span>
          {hours.busiest.slice(0, 5).map((one, index) => (
            <span key={one.at}>
              {index > 0 && ', '}
              <Time at={one.at} /> with {count(one)}
            </span>
          ))}
          {hours.computedAt && (
            <span className="muted">
              {' '}
              · foretold at <Time at={hours.computedAt} />
            </span>
          )}
        </p>
      )}
    </div>
  )
}
