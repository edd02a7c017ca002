import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import * as queries from '../../api/queries'
import { AuditList, auditColumns } from '../../ui/AuditList'
import { Button } from '../../ui/Button'
import { Answer, Empty, PageHead } from '../../ui/Feedback'
import { SearchInput } from '../tasks/TaskFilters'

const columns = auditColumns(true)

/** Who did what to which task. */
export default function Audit() {
  const search = useSearch({ from: '/audit' })
  const navigate = useNavigate({ from: '/audit' })
  const query = useInfiniteQuery({
    ...queries.audit({ task: search.task, actor: search.actor, from: search.from, to: search.to }),
    placeholderData: (before) => before,
    refetchInterval: 10_000,
    retry: false,
  })
  const events = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const change = useCallback((next: Partial<typeof search>) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true }), [navigate])
  const byTask = useCallback((task: string) => change({ task: task || undefined }), [change])
  const byActor = useCallback((actor: string) => change({ actor: actor || undefined }), [change])
  const more = useCallback(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
  }, [query])
  return (
    <>
      <PageHead title="Audit" sub="Each change of a task: who made it, when, and what it was. Nothing here can be changed or deleted by the console." />
      <div className="filters" role="search">
        <SearchInput label="Task id" value={search.task ?? ''} onChange={byTask} />
        <SearchInput label="Who" value={search.actor ?? ''} onChange={byActor} />
      </div>
      <Answer query={query} missing={<Empty title="No audit log here">This server does not show one.</Empty>}>
        {() =>
          events.length === 0 ? (
            <Empty title={search.task || search.actor ? 'Nothing matches' : 'Nothing was done yet'}>Every change of a task leaves a line here.</Empty>
          ) : (
            <>
              <AuditList events={events} columns={columns} onEnd={more} />
              <div className="table-foot">
                {events.length.toLocaleString('en')} shown, newest first
                {query.hasNextPage && <Button onClick={more}>Show older ones</Button>}
              </div>
            </>
          )
        }
      </Answer>
    </>
  )
}
