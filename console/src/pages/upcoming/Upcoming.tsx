import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import * as queries from '../../api/queries'
import type { UpcomingFire } from '../../api/types'
import { useNow } from '../../lib/clock'
import { localTime } from '../../lib/time'
import { Button } from '../../ui/Button'
import { DataTable, type Column } from '../../ui/DataTable'
import { Answer, Card, Empty, Notice, PageHead } from '../../ui/Feedback'
import { Countdown, Time } from '../../ui/Time'
import { HeatMap } from './HeatMap'

const columns: Column<UpcomingFire>[] = [
  { id: 'left', header: 'In', cell: (fire) => <span className="strong"><Countdown at={fire.scheduledFor} /></span> },
  { id: 'at', header: 'At', cell: (fire) => <Time at={fire.scheduledFor} /> },
  {
    id: 'task',
    header: 'Task',
    className: 'name-cell',
    cell: (fire) => (
      <span className="name">
        <Link to="/tasks/$id" params={{ id: fire.task }} search={{}} className="ellipsis">
          {fire.displayName ?? fire.task}
        </Link>
        <span className="muted ellipsis">{fire.description}</span>
      </span>
    ),
  },
  { id: 'note', header: 'Note', cell: (fire) => fire.note && <span className="note-line">{fire.note}</span> },
]

/** What fires next, and how the coming week is filled. */
export default function Upcoming() {
  const { from, to } = useSearch({ from: '/upcoming' })
  const navigate = useNavigate({ from: '/upcoming' })
  const query = useQuery({ ...queries.upcoming({ from, to, limit: 200 }), placeholderData: (before) => before, refetchInterval: 5000 })
  const now = useNow()
  const hours = useQuery({
    ...queries.upcomingHours(),
    // the server counts when it is asked for the first time, and answers nothing meanwhile
    refetchInterval: ({ state }) => (state.data && !state.data.computedAt ? 1000 : 60_000),
    retry: false,
  })
  const show = (begin: string, end: string) => void navigate({ search: (old) => ({ ...old, from: begin, to: end }) })
  return (
    <>
      <PageHead title="Upcoming" sub="What fires next, by the server’s clock, and how the coming seven days are filled." />
      <div className="stack">
        <Card title="The coming seven days" note="fires in each hour; choose one to list it">
          <Answer query={hours} missing={<Empty title="No heat map here">This server does not foretell the hours.</Empty>}>
            {(data) =>
              !data.computedAt ? (
                <Empty title="Being counted">The fires of the coming week are counted when somebody asks for them; they are here in a moment.</Empty>
              ) : data.hours.length === 0 ? (
                <Empty title="Nothing is to come" />
              ) : (
                <HeatMap hours={data} chosen={from} onChoose={show} />
              )
            }
          </Answer>
        </Card>
        <Card
          title={from ? 'Fires in the chosen time' : 'Next fires'}
          note={from && to ? `${localTime(new Date(from)).slice(0, 16)} to ${localTime(new Date(to)).slice(11, 16)}` : undefined}
          actions={
            from && (
              <Button onClick={() => void navigate({ search: (old) => ({ ns: old.ns }) })}>Show the next ones</Button>
            )
          }
          flush
        >
          <Answer query={query}>
            {({ items, completeUntil }) => (
              <>
                {completeUntil && items.length > 0 && Date.parse(completeUntil) <= Date.parse(items.at(-1)!.scheduledFor) && (
                  <Notice>
                    From <Time at={completeUntil} full /> on, fires of further tasks may be missing here.
                  </Notice>
                )}
                {items.length === 0 ? (
                  <Empty
                    title={from ? 'Nothing fires in that time' : 'Nothing is to come'}
                    actions={
                      !from && (
                        <Link to="/new" search={{}} className="button primary">
                          Register a task
                        </Link>
                      )
                    }
                  >
                    {from ? 'Choose another hour.' : 'No active task has a further instant.'}
                  </Empty>
                ) : (
                  <DataTable caption="Next fires" columns={columns} rows={items.filter((fire) => Date.parse(fire.scheduledFor) > now - 1500)} rowId={(fire) => `${fire.task} ${fire.scheduledFor}`} virtual={items.length > 60} />
                )}
              </>
            )}
          </Answer>
        </Card>
      </div>
    </>
  )
}
