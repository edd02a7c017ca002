import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import * as queries from '../../api/queries'
import type { Task } from '../../api/types'
import type { TasksSearch } from '../../router'
import { usePolling } from '../../live/LiveProvider'
import { Button } from '../../ui/Button'
import { DataTable } from '../../ui/DataTable'
import { Empty, Loading, PageHead, ProblemNotice } from '../../ui/Feedback'
import { BatchDialog, type Target, type Verb } from './BatchDialog'
import { taskColumns } from './columns'
import { TaskFilters } from './TaskFilters'

const VERBS: [Verb, string][] = [
  ['pause', 'Pause'],
  ['resume', 'Resume'],
  ['trigger', 'Trigger'],
  ['skipNext', 'Skip next'],
  ['cancel', 'Cancel'],
]

/** All tasks of the namespace: found by what is in the address, acted on one by one or all that match. */
export default function Tasks() {
  const search = useSearch({ from: '/tasks' })
  const navigate = useNavigate({ from: '/tasks' })
  const filter = useMemo(() => ({ q: search.q, state: search.state, label: search.label, actionType: search.actionType }), [search])
  const query = useInfiniteQuery({ ...queries.tasks(filter), placeholderData: (before) => before, refetchInterval: usePolling(10_000) })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const [selection, setSelection] = useState<Record<string, true>>({})
  const [acting, setActing] = useState<{ verb: Verb; target: Target }>()
  const chosen = Object.keys(selection).filter((id) => selection[id])
  const filtered = Boolean(filter.q || filter.state || filter.label || filter.actionType)
  const change = useCallback((next: TasksSearch) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true }), [navigate])
  useEffect(() => setSelection({}), [filter])
  const more = useCallback(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
  }, [query])
  return (
    <>
      <PageHead title="Tasks" sub="What was registered, when it fires next, and how its last fires went." />
      <TaskFilters filter={filter} onChange={change} />
      {(chosen.length > 0 || filtered) && (
        <div className="bulk" role="group" aria-label="Act on many">
          {chosen.length > 0 ? <strong>{chosen.length} chosen</strong> : <strong>All that match</strong>}
          {VERBS.map(([verb, name]) => (
            <Button
              key={verb}
              kind={verb === 'cancel' ? 'danger' : ''}
              onClick={() => setActing({ verb, target: chosen.length > 0 ? { ids: chosen } : { filter } })}
            >
              {name}
            </Button>
          ))}
          {chosen.length > 0 && (
            <Button kind="bare" onClick={() => setSelection({})}>
              Choose none
            </Button>
          )}
        </div>
      )}
      {query.isPending ? (
        <Loading what="Looking for tasks" />
      ) : query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} retry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <NoTasks filtered={filtered} clear={() => void navigate({ search: (old) => ({ ns: old.ns }) })} />
      ) : (
        <>
          <DataTable<Task>
            caption="Tasks"
            columns={taskColumns}
            rows={rows}
            rowId={(task) => task.id}
            virtual
            onEnd={more}
            selection={selection}
            onSelect={setSelection}
            rowHeight={57}
          />
          <div className="table-foot" role="status">
            {rows.length.toLocaleString('en')} shown{query.hasNextPage ? '; more come as you scroll' : ', all that there are'}
            {query.isFetchingNextPage && ' · loading'}
          </div>
        </>
      )}
      {acting && <BatchDialog {...acting} onClose={() => setActing(undefined)} onDone={() => setSelection({})} />}
    </>
  )
}

const NoTasks = ({ filtered, clear }: { filtered: boolean; clear: () => void }) =>
  filtered ? (
    <Empty title="No task matches" actions={<Button onClick={clear}>Clear the filters</Button>}>
      Filters are joined by “and”. A search finds parts of ids and names.
    </Empty>
  ) : (
    <Empty
      title="No task yet"
      actions={
        <Link to="/new" search={{}} className="button primary">
          Register the first task
        </Link>
      }
    >
      Here, or over REST: PUT /v1/tasks/my-task with a schedule and an action.
    </Empty>
  )
