import type { CalendarPlan } from '../../api/types'
import { Notice } from '../../ui/Feedback'
import { Instants } from '../../ui/Instants'
import { Time } from '../../ui/Time'

/** Which tasks and fires a calendar's change would touch, as the server planned it. */
export function PlanOf({ plan }: { plan?: CalendarPlan }) {
  if (!plan?.tasks) return <Notice>No task goes by it: no fire changes.</Notice>
  const items = plan.items ?? []
  const one = plan.tasks === 1
  return (
    <>
      <Notice tone={items.length > 0 ? 'warn' : ''}>
        <strong>
          {plan.tasks.toLocaleString('en')} {one ? 'task goes' : 'tasks go'}
        </strong>{' '}
        by it.{' '}
        {items.length === 0 ? (
          <>No fire of {one ? 'it' : 'theirs'} changes</>
        ) : (
          <>
            {items.length === 1 ? 'Fires of one of them change' : `Fires of ${items.length.toLocaleString('en')} of them change`}
          </>
        )}
        {plan.until && <> up to <Time at={plan.until} full /></>}
        {plan.complete === false ? '; not all of them were looked at' : ''}.
      </Notice>
      {items.length > 0 && (
        <ul className="plain rows bordered">
          {items.map((item) => (
            <li key={item.task}>
              <details className="grow">
                <summary>
                  <span className="strong">{item.task}</span>{' '}
                  <span className="small muted">
                    {item.neverFires ? 'would never fire again, and is paused' : counts(item.added?.length ?? 0, item.removed?.length ?? 0, item.moved?.length ?? 0)}
                    {item.truncated ? ', and more' : ''}
                  </span>
                </summary>
                <div className="row plan-fires">
                  <Instants title="come" instants={item.added} />
                  <Instants title="go" instants={item.removed} />
                  <Instants title="move, now at" instants={item.moved?.flatMap(({ to }) => (to ? [to] : []))} />
                </div>
              </details>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** 2 fires come, 1 goes. */
function counts(come: number, go: number, move: number) {
  const said = [
    [come, 'comes', 'come'],
    [go, 'goes', 'go'],
    [move, 'moves', 'move'],
  ] as const
  const parts = said.filter(([count]) => count > 0).map(([count, single, many], index) => `${count} ${index === 0 ? (count === 1 ? 'fire ' : 'fires ') : ''}${count === 1 ? single : many}`)
  return parts.join(', ')
}
