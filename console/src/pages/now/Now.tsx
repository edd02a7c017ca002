import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import * as queries from '../../api/queries'
import type { Fire, LiveStats, Stats } from '../../api/types'
import { useSystem } from '../../api/useSystem'
import { useNow } from '../../lib/clock'
import { duration } from '../../lib/time'
import { usePolling } from '../../live/LiveProvider'
import { Answer, Card, Empty, PageHead } from '../../ui/Feedback'
import { TRIGGERS } from '../../ui/states'
import { Countdown, Time } from '../../ui/Time'
import { WorkerTable } from '../workers/WorkerTable'
import { AgainstUsual } from './AgainstUsual'
import { HistoryCharts } from './HistoryCharts'
import { Health } from './Health'

/** What runs, what comes next, how it went: the whole on one screen. */
export default function Now() {
  const poll = usePolling()
  const stats = useQuery({ ...queries.stats, refetchInterval: poll || 10_000 })
  const live = useQuery<LiveStats>({ queryKey: ['live', 'stats'], enabled: false })
  const tasks = stats.data?.tasks
  const none = tasks && Object.values(tasks).every((count) => count === 0)
  return (
    <>
      <PageHead title="Now" sub="What runs, what comes next, and how it went." />
      <div className="stack">
        {none ? (
          <section className="card">
            <Empty
              title="No task yet"
              actions={
                <>
                  <Link to="/new" search={{}} className="button primary">
                    Register the first task
                  </Link>
                  <Link to="/new" search={{ from: 'example' }} className="button">
                    Start from an example
                  </Link>
                </>
              }
            >
              A task says when and what: once, by cron, at an interval or by a recurrence rule; an HTTP call, a program, a SQL statement. Each of its instants becomes a fire,
              which you see here as it runs.
            </Empty>
          </section>
        ) : (
          <Answer query={stats}>{(data) => <Figures stats={data} live={live.data} />}</Answer>
        )}
        <div className="grid-wide">
          <div className="stack">
            <HistoryCharts />
            <Running />
          </div>
          <div className="stack">
            <Next />
            <Health />
          </div>
        </div>
        <Workers />
      </div>
    </>
  )
}

function Figures({ stats, live }: { stats: Stats; live?: LiveStats }) {
  const { day, hour, minute } = stats.fires
  const count = (state: string) => day.counts[state] ?? 0
  const failed = count('FAILED') + count('TIMED_OUT') + count('LOST')
  const p50 = hour.latenessP50Millis
  const p99 = hour.latenessP99Millis
  const { perSecond } = minute
  return (
    <div className="figures">
      <Link to="/fires" search={{ state: 'RUNNING' }} className="figure">
        <span className="label">Running</span>
        <span className="value">{live?.running ?? '…'}</span>
        <span className="note">{live ? `${live.held} held for their instant` : 'fires in progress'}</span>
      </Link>
      <div className="figure">
        <span className="label">Fires per second</span>
        <span className="value">{perSecond < 10 ? perSecond.toFixed(2) : perSecond.toFixed(0)}</span>
        <span className="note">over the last minute</span>
      </div>
      <div className="figure">
        <span className="label">Lateness, last hour</span>
        <span className="value">
          {duration(p50)} <small>half</small>
        </span>
        <span className="note">{p99 === undefined ? 'no fire yet' : `99 of 100 within ${duration(p99)}`}</span>
      </div>
      <Link to="/fires" search={{ state: 'FAILED' }} className="figure">
        <span className="label">Not succeeded, last day</span>
        <span className={`value ${failed ? 'bad' : ''}`}>{failed}</span>
        <span className="note">
          {count('FAILED')} failed · {count('TIMED_OUT')} timed out · {count('LOST')} lost
        </span>
      </Link>
      <Link to="/fires" search={{ state: 'SUCCEEDED' }} className="figure">
        <span className="label">Succeeded, last day</span>
        <span className="value">{count('SUCCEEDED').toLocaleString('en')}</span>
        <span className="note">{count('SKIPPED').toLocaleString('en')} skipped, each with its reason</span>
      </Link>
      <Link to="/tasks" search={{}} className="figure">
        <span className="label">Tasks</span>
        <span className="value">{stats.tasks.ACTIVE.toLocaleString('en')}</span>
        <span className="note">
          active{stats.tasks.PAUSED ? ` · ${stats.tasks.PAUSED.toLocaleString('en')} paused` : ''}
        </span>
      </Link>
    </div>
  )
}

function Running() {
  const query = useQuery({ ...queries.runningFires, refetchInterval: usePolling(3000) || 20_000 })
  return (
    <Card title="Running" note="elapsed, of what is usual for the task" flush>
      <Answer query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nothing runs at this moment">Fires appear here while they run, with how long they have been at it.</Empty>
          ) : (
            <ul className="plain rows">
              {items.map((fire) => (
                <RunningFire key={fire.id} fire={fire} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  )
}

function RunningFire({ fire }: { fire: Fire }) {
  return (
    <li className="running">
      <Link to="/fires/$fireId" params={{ fireId: fire.id }} className="grow ellipsis strong">
        {fire.task}
      </Link>
      {fire.trigger !== 'SCHEDULE' && <span className="muted small">{TRIGGERS[fire.trigger]}</span>}
      {fire.attempt > 1 && <span className="badge warn">attempt {fire.attempt}</span>}
      {fire.progress?.percent !== undefined && <span className="muted small">{fire.progress.percent} % done</span>}
      {fire.claimedAt && <AgainstUsual since={fire.startedAt ?? fire.claimedAt} usual={fire.usualMillis} />}
    </li>
  )
}

function Next() {
  const query = useQuery({ ...queries.upcoming({ limit: 20 }), refetchInterval: 4000 })
  const now = useNow()
  return (
    <Card title="Next" actions={<Link to="/upcoming" search={{}}>All that comes</Link>} flush>
      <Answer query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nothing is to come" />
          ) : (
            <ul className="plain rows">
              {items
                .filter((fire) => Date.parse(fire.scheduledFor) > now - 1000)
                .slice(0, 8)
                .map((fire) => (
                <li key={`${fire.task} ${fire.scheduledFor}`}>
                  <Link to="/tasks/$id" params={{ id: fire.task }} search={{}} className="grow ellipsis">
                    {fire.displayName ?? fire.task}
                  </Link>
                  <span className="muted small">
                    <Time at={fire.scheduledFor} />
                  </span>
                  <Countdown at={fire.scheduledFor} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  )
}

function Workers() {
  const { data: system } = useSystem()
  const query = useQuery({ ...queries.workers, refetchInterval: 5000 })
  return (
    <Card title="Workers" note={system ? `time-zone data ${system.tzdataVersion}` : undefined} actions={<Link to="/workers">All workers</Link>} flush>
      <Answer query={query}>{({ items }) => <WorkerTable workers={items} />}</Answer>
    </Card>
  )
}
