import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Snowflake } from 'lucide-react'
import { useMemo, useState } from 'react'
import * as queries from '../../api/queries'
import type { Freeze } from '../../api/types'
import { usePolling } from '../../live/LiveProvider'
import { Button } from '../../ui/Button'
import { DataTable, type Column } from '../../ui/DataTable'
import { Answer, Empty, PageHead } from '../../ui/Feedback'
import { Countdown, Time } from '../../ui/Time'
import { FreezeDialog, ThawDialog } from './dialogs'
import { catchUpWords, FreezeBadge, Scope } from './parts'

/** Which tasks were told to rest together, and by whom; more can be told, and those that rest can be thawed. */
export default function Freezes() {
  // what its tasks do is told by the stream, what becomes of the freeze itself is asked for
  const query = useInfiniteQuery({ ...queries.freezes, refetchInterval: usePolling(3000) || 5000 })
  const [making, setMaking] = useState(false)
  const [thawing, setThawing] = useState<Freeze>()
  const columns = useMemo(() => columnsWith(setThawing), [])
  const make = (
    <Button kind="primary" icon={<Snowflake size={15} aria-hidden />} onClick={() => setMaking(true)}>
      Freeze tasks
    </Button>
  )
  return (
    <>
      <PageHead title="Freezes" sub="Many tasks rest together: all of a label, or all there are. A thaw puts them back in force." actions={make} />
      <Answer query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items)
          return items.length === 0 ? (
            <Empty title="Nothing was ever frozen" actions={make}>
              For a maintenance window or the year’s end: freeze all tasks of a label, and thaw them when it is over. Tasks that somebody paused before stay as they are.
            </Empty>
          ) : (
            <>
              <DataTable caption="Freezes" columns={columns} rows={items} rowId={(freeze) => freeze.id} />
              {query.hasNextPage && (
                <div className="table-foot">
                  <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    Show earlier ones
                  </Button>
                </div>
              )}
            </>
          )
        }}
      </Answer>
      {making && <FreezeDialog onClose={() => setMaking(false)} />}
      {thawing && <ThawDialog freeze={thawing} onClose={() => setThawing(undefined)} />}
    </>
  )
}

const columnsWith = (thaw: (freeze: Freeze) => void): Column<Freeze>[] => [
  {
    id: 'which',
    header: 'Which tasks',
    className: 'name-cell',
    cell: (freeze) => (
      <span className="name">
        <Scope freeze={freeze} />
        {freeze.reason && <span className="muted">{freeze.reason}</span>}
      </span>
    ),
  },
  { id: 'state', header: 'State', cell: (freeze) => <FreezeBadge state={freeze.state} /> },
  {
    id: 'tasks',
    header: 'Rest now',
    className: 'num',
    label: 'rest now',
    cell: (freeze) =>
      freeze.tasks > 0 && freeze.label ? (
        <Link to="/tasks" search={{ label: [freeze.label], state: 'PAUSED' }} aria-label={`${freeze.tasks} paused tasks with ${freeze.label}`}>
          {freeze.tasks.toLocaleString('en')}
        </Link>
      ) : (
        freeze.tasks.toLocaleString('en')
      ),
  },
  {
    id: 'since',
    header: 'Since',
    label: 'since',
    cell: (freeze) => (
      <>
        <Time at={freeze.createTime} /> <span className="muted small">by {freeze.createdBy}</span>
      </>
    ),
  },
  {
    id: 'end',
    header: 'End',
    label: 'end',
    cell: (freeze) => {
      if (freeze.thawTime) return <Time at={freeze.thawTime} />
      if (freeze.state === 'THAWING') return <span className="muted">being thawed</span>
      if (!freeze.until) return <span className="muted">when somebody thaws it</span>
      return (
        <>
          <Time at={freeze.until} /> <span className="muted small">· <Countdown at={freeze.until} /></span>
        </>
      )
    },
  },
  { id: 'catchUp', header: 'What was missed', label: 'missed', cell: (freeze) => <span className="muted">{catchUpWords(freeze.catchUp)}</span> },
  {
    id: 'thaw',
    header: <span className="sr-only">Thaw</span>,
    className: 'num',
    cell: (freeze) =>
      freeze.state === 'FROZEN' && (
        <Button onClick={() => thaw(freeze)} aria-label={`Thaw ${freeze.label ?? 'all tasks'}`}>
          Thaw
        </Button>
      ),
  },
]
