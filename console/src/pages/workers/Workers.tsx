import { useQuery } from '@tanstack/react-query'
import * as queries from '../../api/queries'
import { useSystem } from '../../api/useSystem'
import { Answer, Card, PageHead } from '../../ui/Feedback'
import { Health } from '../now/Health'
import { WorkerTable } from './WorkerTable'

/** The processes that hold and run fires, and what they stand on. */
export default function Workers() {
  const query = useQuery({ ...queries.workers, refetchInterval: 3000 })
  const { data: system } = useSystem()
  return (
    <>
      <PageHead title="Workers" sub="The processes that share the fires of all namespaces. Any of them may die: another one takes over within seconds." />
      <div className="stack">
        <Answer query={query}>{({ items }) => <WorkerTable workers={items} />}</Answer>
        <div className="grid-2">
          <Health />
          {system && (
            <Card title="System">
              <dl className="facts">
                <dt>Version</dt>
                <dd>{system.version}</dd>
                <dt>Time-zone data</dt>
                <dd>{system.tzdataVersion}</dd>
                <dt>Temporal</dt>
                <dd>
                  {system.temporal.address ?? ''} {system.temporal.namespace && `namespace ${system.temporal.namespace}`}
                </dd>
                <dt>Queues</dt>
                <dd>{system.queues.join(', ') || 'default'}</dd>
                <dt>Commands</dt>
                <dd>{system.features.command ? 'allowed by the operator' : 'off'}</dd>
                <dt>Data sources</dt>
                <dd>{system.features.sql.join(', ') || 'none'}</dd>
              </dl>
            </Card>
          )}
        </div>
      </div>
    </>
  )
}
