import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import * as queries from '../../api/queries'
import type { Task } from '../../api/types'
import { usePolling } from '../../live/LiveProvider'
import { Answer, Card, Empty, Notice, PageHead } from '../../ui/Feedback'
import { FireBadge, TaskBadge } from '../../ui/states'
import { Countdown, Time } from '../../ui/Time'
import { freezeOf } from '../../lib/freezes'
import { isoWords } from '../../lib/time'
import { actionWords, ACTION_NAMES, zoneOf } from '../../lib/words'
import { Backfills } from './Backfills'
import { Definition } from './Definition'
import { NextFires } from './NextFires'
import { TaskActions } from './TaskActions'
import { TaskAudit } from './TaskAudit'
import { TaskFires } from './TaskFires'
import { Versions } from './Versions'

const TABS = [
  ['fires', 'History'],
  ['versions', 'Versions'],
  ['audit', 'Audit'],
  ['definition', 'Definition'],
] as const

/** All about one task. */
export default function TaskPage() {
  const { id } = useParams({ from: '/tasks/$id' })
  const query = useQuery({ ...queries.task(id), refetchInterval: usePolling() })
  return (
    <Answer
      query={query}
      missing={
        <Empty title={`There is no task “${id}”`} actions={<Link to="/tasks" search={{}} className="button">All tasks</Link>}>
          It may be in another namespace, or have been archived after its end.
        </Empty>
      }
    >
      {(task) => <Shown task={task} />}
    </Answer>
  )
}

function Shown({ task }: { task: Task }) {
  const { tab = 'fires' } = useSearch({ from: '/tasks/$id' })
  const navigate = useNavigate()
  return (
    <>
      <PageHead
        title={task.displayName ?? task.id}
        sub={
          <span className="chips">
            <TaskBadge state={task.state} />
            {task.displayName && <code>{task.id}</code>}
            <span>
              {ACTION_NAMES[task.action.type]}: {actionWords(task.action)}
            </span>
            {Object.entries(task.labels).map(([key, value]) => (
              <Link key={key} to="/tasks" search={{ label: [`${key}=${value}`] }} className="chip">
                {key}={value}
              </Link>
            ))}
          </span>
        }
        actions={<TaskActions task={task} />}
      />
      <div className="stack">
        {task.description && <p className="muted">{task.description}</p>}
        {task.state === 'PAUSED' && <Rests task={task} />}
        {task.engine.state === 'PENDING' && <Notice>The engine has not been told of this version yet; that happens as soon as it answers.</Notice>}
        <div className="grid-wide">
          <div>
            <nav className="tabs" aria-label="Parts of the task">
              {TABS.map(([name, title]) => (
                <Link key={name} to="/tasks/$id" params={{ id: task.id }} search={{ tab: name === 'fires' ? undefined : name }} activeOptions={{ explicitUndefined: true }} replace>
                  {title}
                </Link>
              ))}
            </nav>
            {tab === 'fires' && <TaskFires task={task} onFilter={(next) => void navigate({ to: '/tasks/$id', params: { id: task.id }, search: next, replace: true })} />}
            {tab === 'versions' && <Versions task={task} />}
            {tab === 'audit' && <TaskAudit id={task.id} />}
            {tab === 'definition' && <Definition task={task} />}
          </div>
          <div className="stack">
            <Facts task={task} />
            <NextFires task={task} />
            <Backfills task={task} />
          </div>
        </div>
      </div>
    </>
  )
}

/** Why it rests, and what puts it back in force. */
function Rests({ task }: { task: Task }) {
  const freeze = freezeOf(task)
  const until = task.pause?.until
  if (freeze) return <Frozen id={freeze.id} reason={freeze.reason} />
  return (
    <Notice tone="warn">
      <strong>Paused{task.pause?.reason ? `: ${task.pause.reason}` : '.'}</strong> {until ? <>It resumes by itself at <Time at={until} />.</> : 'It rests until somebody resumes it.'}
    </Notice>
  )
}

function Frozen({ id, reason }: { id: string; reason?: string }) {
  const { data } = useQuery(queries.freeze(id))
  return (
    <Notice tone="warn">
      <strong>Frozen{reason ? `: ${reason}` : ''}</strong>
      <p>
        It rests with {data?.label ? <>all tasks of <code>{data.label}</code></> : data ? 'all tasks of the namespace' : 'others'}{' '}
        {data?.until ? <>until <Time at={data.until} />, or until</> : 'until'} somebody thaws them: see <Link to="/freezes" className="underlined">Freezes</Link>. Pausing it takes it out of the freeze, so that it
        rests on after the thaw.
      </p>
    </Notice>
  )
}

function Facts({ task }: { task: Task }) {
  return (
    <Card title="At a glance">
      <dl className="facts">
        <dt>Next fire</dt>
        <dd>
          {task.nextFireAt && task.state === 'ACTIVE' ? (
            <>
              <Time at={task.nextFireAt} zone={zoneOf(task.schedule)} /> <span className="muted">· <Countdown at={task.nextFireAt} /></span>
            </>
          ) : (
            <span className="muted">{task.state === 'PAUSED' ? 'not while it is paused' : 'none'}</span>
          )}
        </dd>
        <dt>Last fire</dt>
        <dd>
          {task.lastFire ? (
            <>
              <FireBadge state={task.lastFire.state} /> <Time at={task.lastFire.scheduledFor} zone={zoneOf(task.schedule)} />
            </>
          ) : (
            <span className="muted">none yet</span>
          )}
        </dd>
        <dt>Timeout</dt>
        <dd>{isoWords(task.timeout)}</dd>
        <dt>Attempts</dt>
        <dd>{task.retry.maxAttempts === 1 ? 'one' : `up to ${task.retry.maxAttempts}`}</dd>
        <dt>Overlap</dt>
        <dd>{task.overlapPolicy.toLowerCase().replaceAll('_', ' ')}</dd>
        <dt>Missed instants</dt>
        <dd>
          {task.catchUp.policy?.toLowerCase()} within {isoWords(task.catchUp.window)}
        </dd>
        {task.concurrency && (
          <>
            <dt>Concurrency</dt>
            <dd>
              {task.concurrency.limit} of “{task.concurrency.key}” at once
            </dd>
          </>
        )}
        {(task.onFailure || task.onSuccess || task.onLate) && (
          <>
            <dt>Followed by</dt>
            <dd>
              {[
                ['a failure', task.onFailure],
                ['a success', task.onSuccess],
                ['lateness', task.onLate?.action],
              ]
                .filter(([, action]) => action)
                .map(([when, action]) => (
                  <div key={String(when)}>
                    after {String(when)}: {actionWords(action as Task['action'])}
                  </div>
                ))}
            </dd>
          </>
        )}
        <dt>Version</dt>
        <dd>
          {task.version}, of <Time at={task.updateTime} />
        </dd>
      </dl>
    </Card>
  )
}
