import { useQuery, useQueryClient } from '@tanstack/react-query'
import * as actions from '../../api/actions'
import * as queries from '../../api/queries'
import type { Operation, Task } from '../../api/types'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Feedback'
import { Time } from '../../ui/Time'
import { tellProblem } from '../../ui/toasts'

const OPEN = new Set(['RUNNING', 'PAUSED'])

/** The ranges of past instants that were asked for, and how far they have come. */
export function Backfills({ task }: { task: Task }) {
  const client = useQueryClient()
  const query = useQuery({
    ...queries.operations(task.id),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => OPEN.has(one.state)) ? 2000 : false),
  })
  if (!query.data?.items.length) return null
  const act = (verb: (id: string) => Promise<unknown>, operation: Operation) =>
    void verb(operation.id)
      .then(() => client.invalidateQueries({ queryKey: ['operations', task.id] }))
      .catch(tellProblem)
  return (
    <Card title="Backfills" flush>
      <ul className="plain rows">
        {query.data.items.map((operation) => {
          const done = operation.entered + operation.leftOut
          const percent = operation.instants ? Math.round((100 * done) / operation.instants) : 100
          return (
            <li key={operation.id} className="wrap">
              <span className="grow">
                <Time at={operation.from} /> – <Time at={operation.to} />
                <span className="small muted">
                  {' '}
                  · {operation.state.toLowerCase()}, {done.toLocaleString('en')} of {operation.instants.toLocaleString('en')}, by {operation.createdBy}
                </span>
                <span className="bar" role="img" aria-label={`${percent} percent`} style={{ display: 'block', marginTop: 4 }}>
                  <i style={{ width: `${percent}%` }} />
                </span>
              </span>
              {operation.state === 'RUNNING' && <Button onClick={() => act(actions.pauseOperation, operation)}>Pause</Button>}
              {operation.state === 'PAUSED' && <Button onClick={() => act(actions.resumeOperation, operation)}>Resume</Button>}
              {OPEN.has(operation.state) && (
                <Button kind="danger" onClick={() => act(actions.cancelOperation, operation)}>
                  Cancel
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
