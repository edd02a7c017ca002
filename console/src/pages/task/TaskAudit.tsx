import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import * as queries from '../../api/queries'
import { AuditList, auditColumns } from '../../ui/AuditList'
import { Button } from '../../ui/Button'
import { Answer, Empty } from '../../ui/Feedback'

const columns = auditColumns(false)

/** Who did what to the task. */
export function TaskAudit({ id }: { id: string }) {
  const query = useInfiniteQuery({ ...queries.audit({ task: id }), retry: false })
  const events = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  return (
    <Answer query={query} missing={<Empty title="No audit log here">This server does not show one.</Empty>}>
      {() => (
        <>
          {events.length === 0 ? <Empty title="Nothing was done yet" /> : <AuditList events={events} columns={columns} />}
          {query.hasNextPage && (
            <div className="table-foot">
              <Button onClick={() => void query.fetchNextPage()}>Show older ones</Button>
            </div>
          )}
        </>
      )}
    </Answer>
  )
}
