import { useQuery } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import * as queries from '../../api/queries'
import { useSystem } from '../../api/useSystem'
import { Answer, Card } from '../../ui/Feedback'

function Up({ up, name }: { up: boolean; name: string }) {
  return (
    <span className={`badge ${up ? 'good' : 'bad'}`}>
      {up ? <Check aria-hidden /> : <X aria-hidden />}
      {name} {up ? 'answers' : 'does not answer'}
    </span>
  )
}

const tasks = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'task' : 'tasks'}`

/** Whether what Punctual stands on is there, and whether it is behind. */
export function Health() {
  const system = useSystem()
  const stats = useQuery(queries.stats)
  const backlog = system.data?.engineBacklog ?? stats.data?.engine.backlog ?? 0
  const overdue = system.data?.overdue ?? stats.data?.engine.overdue ?? 0
  return (
    <Card title="Health">
      <div className="stack">
        <Answer query={system} missing={null}>
          {({ temporal, database }) => (
            <div className="chips">
              <Up up={database.up} name="PostgreSQL" />
              <Up up={temporal.up} name="Temporal" />
            </div>
          )}
        </Answer>
        <dl className="facts">
          <dt>Engine backlog</dt>
          <dd>{backlog === 0 ? 'none: it knows the present version of each task' : `${tasks(backlog)} of whose version it has not been told`}</dd>
          <dt>Overdue</dt>
          <dd>{overdue === 0 ? 'none' : <span className="badge warn">{tasks(overdue)} past {overdue === 1 ? 'its' : 'their'} instant, not claimed</span>}</dd>
        </dl>
      </div>
    </Card>
  )
}
