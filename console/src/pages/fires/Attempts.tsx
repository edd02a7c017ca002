import type { Fire } from '../../api/types'
import { duration } from '../../lib/time'
import { Card } from '../../ui/Feedback'
import { FireBadge } from '../../ui/states'
import { Time } from '../../ui/Time'

/** Each try at performing the action. */
export function Attempts({ fire }: { fire: Fire }) {
  return (
    <Card title="Attempts" flush>
      <ol className="plain rows">
        {fire.attempts?.map((attempt) => (
          <li key={attempt.number} className="wrap">
            <span className="strong">{attempt.number}</span>
            <FireBadge state={attempt.state} />
            <span className="grow muted small">
              <Time at={attempt.startedAt ?? attempt.claimedAt} full />
              {attempt.startedAt && attempt.finishedAt && ` · ${duration(Date.parse(attempt.finishedAt) - Date.parse(attempt.startedAt))}`}
            </span>
            {attempt.error && (
              <span className="small full">
                <strong>{attempt.error.type}</strong>: {attempt.error.message}
              </span>
            )}
          </li>
        ))}
      </ol>
    </Card>
  )
}
