import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { RotateCcw, Square } from 'lucide-react'
import { useState } from 'react'
import * as actions from '../../api/actions'
import * as queries from '../../api/queries'
import type { Fire } from '../../api/types'
import { explain } from '../../lib/explain'
import { duration } from '../../lib/time'
import { useLive } from '../../live/LiveProvider'
import { Button } from '../../ui/Button'
import { ActDialog } from '../../ui/Dialog'
import { Answer, Card, Empty, Notice, PageHead } from '../../ui/Feedback'
import { ran } from '../../ui/FireTable'
import { FireBadge, isFinal, LATE_MILLIS, TRIGGERS } from '../../ui/states'
import { Elapsed, Time } from '../../ui/Time'
import { tell } from '../../ui/toasts'
import { Attempts } from './Attempts'
import { Outcome } from './Outcome'
import { Output } from './Output'
import { TimeLine } from './TimeLine'

/** One fire: when it was due, when it ran, what came of it, and why it was late if it was. */
export default function FirePage() {
  const { fireId } = useParams({ from: '/fires/$fireId' })
  const live = useLive()
  const query = useQuery({
    ...queries.fire(fireId),
    refetchInterval: ({ state }) => (state.data && !isFinal(state.data.state) ? (live === 'live' ? 2000 : 1000) : false),
  })
  return (
    <Answer
      query={query}
      missing={
        <Empty title="There is no such fire" actions={<Link to="/fires" search={{}} className="button">All fires</Link>}>
          It may have been deleted after its retention, or be in another namespace.
        </Empty>
      }
    >
      {(fire) => <Shown fire={fire} />}
    </Answer>
  )
}

function Shown({ fire }: { fire: Fire }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState<'cancel' | 'retry'>()
  const task = useQuery({ ...queries.task(fire.task), retry: false })
  const open = !isFinal(fire.state)
  const late = (fire.latenessMillis ?? 0) >= LATE_MILLIS
  return (
    <>
      <PageHead
        title={
          <>
            <Link to="/tasks/$id" params={{ id: fire.task }} search={{}}>
              {task.data?.displayName ?? fire.task}
            </Link>
          </>
        }
        sub={
          <span className="chips">
            <FireBadge state={fire.state} />
            <span>
              {TRIGGERS[fire.trigger]}, for <Time at={fire.scheduledFor} full />
            </span>
            <code>{fire.id}</code>
          </span>
        }
        actions={
          open ? (
            <Button kind="danger" icon={<Square size={14} aria-hidden />} disabled={fire.stopping} onClick={() => setAsking('cancel')}>
              {fire.stopping ? 'Stopping…' : 'Cancel'}
            </Button>
          ) : (
            <Button icon={<RotateCcw size={14} aria-hidden />} onClick={() => setAsking('retry')}>
              Make it again
            </Button>
          )
        }
      />
      <div className="stack">
        <Notice tone={late || (fire.error && !open) ? 'warn' : ''}>
          <div id="explanation">
            {explain(fire).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            {fire.error && (
              <p>
                <strong>{fire.error.type}</strong>: {fire.error.message}
              </p>
            )}
          </div>
        </Notice>
        <div className="grid-wide">
          <div className="stack">
            <TimeLine fire={fire} />
            {fire.progress && (fire.progress.percent !== undefined || fire.progress.message) && (
              <Card title="Progress" note={fire.progress.percent === undefined ? undefined : `${fire.progress.percent} %`}>
                <span className="bar" style={{ display: 'block' }} role="img" aria-label={`${fire.progress.percent ?? 0} percent done`}>
                  <i style={{ width: `${fire.progress.percent ?? 0}%` }} />
                </span>
                {fire.progress.message && <p className="muted">{fire.progress.message}</p>}
              </Card>
            )}
            {(!task.data || task.data.action.type === 'command') && <Output fire={fire} />}
            <Outcome fire={fire} />
          </div>
          <div className="stack">
            <Facts fire={fire} />
            {fire.attempts && fire.attempts.length > 0 && <Attempts fire={fire} />}
          </div>
        </div>
      </div>
      {asking === 'cancel' && (
        <ActDialog
          title="Cancel this fire?"
          verb="Cancel the fire"
          danger
          onClose={() => setAsking(undefined)}
          act={async () => {
            await actions.cancelFire(fire.id)
            actions.refresh(client, fire.task)
            tell('The fire is being stopped.')
          }}
        >
          <p>{fire.state === 'RUNNING' ? 'What runs is asked to stop: a command gets its signals within a second. It is not tried again.' : 'It will not start.'} The task itself stays as it is.</p>
        </ActDialog>
      )}
      {asking === 'retry' && (
        <ActDialog
          title="Make this fire again?"
          verb="Make it again"
          onClose={() => setAsking(undefined)}
          act={async () => {
            const made = await actions.retryFire(fire.id)
            actions.refresh(client, fire.task)
            void navigate({ to: '/fires/$fireId', params: { fireId: made.id } })
          }}
        >
          <p>
            A new fire acts for the same instant{fire.input === undefined ? '' : ', with the same input'}, by the task’s present definition. This one stays as it is.
          </p>
        </ActDialog>
      )}
    </>
  )
}

function Facts({ fire }: { fire: Fire }) {
  const link = (id: string) => (
    <Link to="/fires/$fireId" params={{ fireId: id }}>
      <code>{id}</code>
    </Link>
  )
  return (
    <Card title="At a glance">
      <dl className="facts">
        <dt>Scheduled for</dt>
        <dd>
          <Time at={fire.scheduledFor} full />
        </dd>
        {fire.actsFor && (
          <>
            <dt>Acts for</dt>
            <dd>
              <Time at={fire.actsFor} full />
            </dd>
          </>
        )}
        <dt>Lateness</dt>
        <dd>{duration(fire.latenessMillis)}</dd>
        <dt>Took</dt>
        <dd>{fire.state === 'RUNNING' && fire.claimedAt ? <Elapsed since={fire.startedAt ?? fire.claimedAt} /> : duration(ran(fire))}</dd>
        <dt>Attempt</dt>
        <dd>{fire.attempt || '–'}</dd>
        <dt>Worker</dt>
        <dd>{fire.worker ?? '–'}</dd>
        <dt>Definition</dt>
        <dd>version {fire.version}</dd>
        {fire.dueAt && (
          <>
            <dt>Next attempt</dt>
            <dd>
              <Time at={fire.dueAt} full />
            </dd>
          </>
        )}
        {fire.covers && fire.covers > 1 && fire.coversUntil && (
          <>
            <dt>Stands for</dt>
            <dd>
              {fire.covers} instants, to <Time at={fire.coversUntil} full />
            </dd>
          </>
        )}
        {fire.retryOf && (
          <>
            <dt>Makes again</dt>
            <dd>{link(fire.retryOf)}</dd>
          </>
        )}
        {fire.source && (
          <>
            <dt>Follows</dt>
            <dd>{link(fire.source)}</dd>
          </>
        )}
      </dl>
      {fire.input !== undefined && (
        <>
          <h3 className="mini">Input</h3>
          <pre className="code" tabIndex={0}>{JSON.stringify(fire.input, null, 2)}</pre>
        </>
      )}
    </Card>
  )
}
