import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { memo, useCallback, useEffect, useMemo, useRef } from 'react'
import type { GridCell, GridRow } from '../../api/types'
import * as queries from '../../api/queries'
import { localTime, weekday } from '../../lib/time'
import { Button, Segments } from '../../ui/Button'
import { Answer, Empty, PageHead } from '../../ui/Feedback'
import { FIRE_LOOKS } from '../../ui/states'
import { TaskFilters } from '../tasks/TaskFilters'

const SPANS = { day: [24, 'PT1H', 3_600_000], week: [42, 'PT4H', 4 * 3_600_000], month: [31, 'P1D', 86_400_000] } as const
type Span = keyof typeof SPANS

/** The range of a span up to now, on whole steps so that the same question is asked again. */
export function range(span: Span, now: number) {
  const [columns, step, millis] = SPANS[span]
  const to = Math.ceil(now / millis) * millis
  return { from: new Date(to - columns * millis).toISOString(), to: new Date(to).toISOString(), step }
}

/** Tasks by time: how each of them has fared, at a glance. */
export default function Grid() {
  const search = useSearch({ from: '/grid' })
  const navigate = useNavigate({ from: '/grid' })
  const span = search.span ?? 'day'
  const filter = useMemo(() => ({ q: search.q, state: search.state, label: search.label, actionType: search.actionType }), [search])
  const asked = useMemo(() => range(span, Date.now()), [span])
  const query = useInfiniteQuery({ ...queries.grid(asked, filter), placeholderData: (before) => before, refetchInterval: 15_000, retry: false })
  const columns = query.data?.pages[0]?.columns ?? []
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const millis = SPANS[span][2]
  const change = useCallback((next: Partial<typeof search>) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true }), [navigate])
  const scroll = useRef<HTMLDivElement>(null)
  const had = columns.length
  useEffect(() => {
    // the newest is at the right
    if (scroll.current) scroll.current.scrollLeft = scroll.current.scrollWidth
  }, [span, had])
  return (
    <>
      <PageHead
        title="Grid"
        sub="Tasks by time: each cell is the fires of one task in one span, coloured by the worst of them."
        actions={<Segments<Span> label="Span" value={span} options={[['day', 'Day'], ['week', 'Week'], ['month', 'Month']]} onChange={(next) => change({ span: next === 'day' ? undefined : next })} />}
      />
      <TaskFilters filter={filter} onChange={change} />
      <Legend />
      <Answer query={query} missing={<Empty title="No grid here">This server does not answer it.</Empty>}>
        {() =>
          rows.length === 0 ? (
            <Empty title="No task to show">Register one, or change the filters.</Empty>
          ) : (
            <>
              <div className="grid-wrap" ref={scroll} tabIndex={0} role="region" aria-label="Grid of tasks and times">
                <table className="health">
                  <caption className="sr-only">Fires of tasks by time</caption>
                  <thead>
                    <tr>
                      <th scope="col">Task</th>
                      {columns.map((at, index) => (
                        <th key={at} scope="col" className="when">
                          <span aria-hidden>{heading(at, span, index)}</span>
                          <span className="sr-only">{localTime(new Date(at)).slice(0, 16)}</span>
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((row) => (
                      <Row key={row.task} row={row} columns={columns} millis={millis} />
                    ))}
                  </tbody>
                </table>
              </div>
              <div className="table-foot">
                {rows.length} tasks shown
                {query.hasNextPage && (
                  <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {query.isFetchingNextPage ? 'Loading…' : 'Show more tasks'}
                  </Button>
                )}
              </div>
            </>
          )
        }
      </Answer>
    </>
  )
}

function heading(at: string, span: Span, index: number) {
  const date = new Date(at)
  const local = localTime(date)
  if (span === 'month') return index % 2 === 0 ? local.slice(8, 10) : ''
  const hour = local.slice(11, 13)
  if (span === 'week') return index % 6 === 0 ? `${weekday(date)} ${local.slice(8, 10)}` : ''
  return index % 3 === 0 ? `${hour}h` : ''
}

const Row = memo(function Row({ row, columns, millis }: { row: GridRow; columns: string[]; millis: number }) {
  return (
    <tr>
      <th scope="row">
        <Link to="/tasks/$id" params={{ id: row.task }} search={{}} className="ellipsis">
          {row.displayName ?? row.task}
        </Link>
      </th>
      {columns.map((at, index) => {
        const cell = row.cells[index]
        return <td key={at}>{cell ? <Cell task={row.task} at={at} cell={cell} millis={millis} /> : <span className="cell none" />}</td>
      })}
    </tr>
  )
})

function Cell({ task, at, cell, millis }: { task: string; at: string; cell: GridCell; millis: number }) {
  const look = FIRE_LOOKS[cell.state]
  const words = `${localTime(new Date(at)).slice(0, 16)}: ${cell.fires === 1 ? 'one fire' : `${cell.fires.toLocaleString('en')} fires, at worst`} ${look.word.toLowerCase()}${cell.late ? ', late' : ''}`
  const props = { className: 'cell', 'data-tone': look.tone || 'idle', 'data-late': cell.late || undefined, title: words, 'aria-label': `${task}, ${words}` }
  const mark = cell.late && look.tone === 'good' ? 'L' : look.letter
  return cell.fire ? (
    <Link {...props} to="/fires/$fireId" params={{ fireId: cell.fire }}>
      {mark}
    </Link>
  ) : (
    <Link {...props} to="/fires" search={{ task, from: at, to: new Date(Date.parse(at) + millis).toISOString() }}>
      {mark}
    </Link>
  )
}

const LEGEND: [string, boolean, string, string][] = [
  ['good', false, '', 'on time'],
  ['good', true, 'L', 'late'],
  ['bad', false, '✕', 'failed'],
  ['bad', false, 'T', 'timed out'],
  ['lost', false, '?', 'lost'],
  ['warn', false, '↻', 'retrying'],
  ['idle', false, '…', 'pending'],
  ['active', false, '▸', 'running'],
  ['idle', false, 'S', 'skipped'],
  ['idle', false, 'C', 'cancelled'],
]

const Legend = () => (
  <ul className="plain legend">
    {LEGEND.map(([tone, late, letter, word]) => (
      <li key={word}>
        <span className="cell" data-tone={tone} data-late={late || undefined} aria-hidden>
          {letter}
        </span>
        {word}
      </li>
    ))}
  </ul>
)
