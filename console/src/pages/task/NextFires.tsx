import { useQuery } from '@tanstack/react-query'
import * as queries from '../../api/queries'
import type { Preview, Task } from '../../api/types'
import { offset, shortTime, viewerZone, weekday } from '../../lib/time'
import { zoneOf } from '../../lib/words'
import { useNow } from '../../lib/clock'
import { Answer, Card, Notice } from '../../ui/Feedback'
import { Countdown, Time } from '../../ui/Time'

/** What a schedule fires at, in its own zone and the viewer's, with what clock changes and calendars do to it. */
export function PreviewList({ preview, zone, countdown }: { preview: Preview; zone: string; countdown?: boolean }) {
  const now = useNow()
  const both = zone !== viewerZone()
  return (
    <>
      <p className="preview-words">{preview.description}</p>
      {preview.fires.length === 0 ? (
        <p className="muted">It fires at no instant from now on.</p>
      ) : (
        <table className="table compact">
          <caption className="sr-only">The next fires</caption>
          <thead>
            <tr>
              <th scope="col">{zone}</th>
              {both && <th scope="col">{viewerZone()} (yours)</th>}
              {countdown && (
                <th scope="col" className="num">
                  <span className="sr-only">Countdown</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {preview.fires.map((fire) => {
              const at = new Date(fire.scheduledFor)
              return (
                <tr key={fire.scheduledFor}>
                  <td>
                    {both ? (
                      <span className="nowrap">
                        {weekday(at, zone)} {fire.local.replace('T', ' ')} <span className="muted small">{offset(at, zone)}</span>
                      </span>
                    ) : (
                      <Time at={fire.scheduledFor} zone={zone} />
                    )}
                    {fire.note && <div className="note-line">{fire.note}</div>}
                  </td>
                  {both && <td className="nowrap">{shortTime(at, new Date(now))}</td>}
                  {countdown && (
                    <td className="num muted small">
                      <Countdown at={fire.scheduledFor} />
                    </td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {[...(preview.skipped ?? []).map((one) => one.note), ...(preview.excluded ?? []).slice(0, 5).map((one) => `${one.local.replace('T', ' ')}: ${one.note ?? 'excluded by a calendar'}`)].map((note) => (
        <Notice key={note} tone="warn">
          {note}
        </Notice>
      ))}
    </>
  )
}

export function NextFires({ task }: { task: Task }) {
  const over = task.state === 'CANCELLED' || task.state === 'COMPLETED'
  const zone = zoneOf(task.schedule)
  const once = task.schedule.type === 'once'
  const query = useQuery({ ...queries.preview(task.schedule, { task: task.id }), enabled: !over && !once, refetchInterval: 60_000 })
  if (over || once) return null
  const moved = task.state === 'ACTIVE' && task.nextFireAt && query.data?.fires.length && !query.data.fires.some((fire) => fire.scheduledFor === task.nextFireAt)
  return (
    <Card title={task.state === 'PAUSED' ? 'Would fire next' : 'Next fires'} note={`time-zone data ${task.tzdataVersion ?? ''}`}>
      <div className="stack">
        {moved && Date.parse(task.nextFireAt!) > Date.now() && (
          <Notice>
            The next fire is at <Time at={task.nextFireAt!} full />: it was moved, or the ones before it are skipped.
          </Notice>
        )}
        <Answer query={query}>{(preview) => <PreviewList preview={preview} zone={zone} countdown={task.state === 'ACTIVE'} />}</Answer>
      </div>
    </Card>
  )
}
