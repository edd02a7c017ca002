import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import * as queries from '../../api/queries'
import type { FireState, Trigger } from '../../api/types'
import { fromInput, toInput } from '../../lib/time'
import { usePolling } from '../../live/LiveProvider'
import { Button } from '../../ui/Button'
import { Empty, Loading, PageHead, ProblemNotice } from '../../ui/Feedback'
import { fireColumns, FireTable } from '../../ui/FireTable'
import { FIRE_LOOKS, FIRE_STATES, TRIGGERS } from '../../ui/states'

const columns = fireColumns({ task: true })

/** The fires of all tasks, newest first. */
export default function Fires() {
  const search = useSearch({ from: '/fires' })
  const navigate = useNavigate({ from: '/fires' })
  const query = useInfiniteQuery({
    ...queries.fires({ task: search.task, state: search.state, trigger: search.trigger, from: search.from, to: search.to }),
    placeholderData: (before) => before,
    refetchInterval: usePolling(),
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const change = (next: Partial<typeof search>) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true })
  const more = useCallback(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
  }, [query])
  const filtered = Boolean(search.task || search.state || search.trigger || search.from || search.to)
  const instant = (name: 'from' | 'to', label: string) => (
    <label title={label}>
      {name}
      <input
        className="input"
        type="datetime-local"
        step={1}
        aria-label={label}
        value={search[name] ? toInput(new Date(search[name])) : ''}
        onChange={(event) => change({ [name]: fromInput(event.target.value)?.toISOString() })}
      />
    </label>
  )
  return (
    <>
      <PageHead title="Fires" sub="Each instant that a task was due: what became of it, how late it was, how long it took." />
      <div className="filters" role="search">
        <input
          key={search.task ?? ''}
          className="input"
          aria-label="Task id"
          placeholder="Task id"
          defaultValue={search.task}
          onKeyDown={(event) => event.key === 'Enter' && change({ task: event.currentTarget.value || undefined })}
          onBlur={(event) => event.currentTarget.value !== (search.task ?? '') && change({ task: event.currentTarget.value || undefined })}
        />
        <select className="input" aria-label="State" value={search.state ?? ''} onChange={(event) => change({ state: (event.target.value || undefined) as FireState | undefined })}>
          <option value="">Any state</option>
          {FIRE_STATES.map((state) => (
            <option key={state} value={state}>
              {FIRE_LOOKS[state].word}
            </option>
          ))}
        </select>
        <select className="input" aria-label="Trigger" value={search.trigger ?? ''} onChange={(event) => change({ trigger: (event.target.value || undefined) as Trigger | undefined })}>
          <option value="">Any trigger</option>
          {Object.entries(TRIGGERS).map(([trigger, word]) => (
            <option key={trigger} value={trigger}>
              {word}
            </option>
          ))}
        </select>
        {instant('from', 'Scheduled from')}
        {instant('to', 'Scheduled before')}
        {filtered && (
          <Button kind="bare" onClick={() => void navigate({ search: (old) => ({ ns: old.ns }) })}>
            Clear
          </Button>
        )}
      </div>
      {query.isPending ? (
        <Loading />
      ) : query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} retry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={filtered ? 'No fire matches' : 'Nothing has fired yet'}>Fires are kept for as long as each task says, and skipped instants stand here, too.</Empty>
      ) : (
        <>
          <FireTable caption="Fires, newest first" fires={rows} columns={columns} onEnd={more} />
          <div className="table-foot">
            {rows.length.toLocaleString('en')} shown, newest first
            {query.hasNextPage && (
              <Button disabled={query.isFetchingNextPage} onClick={more}>
                {query.isFetchingNextPage ? 'Loading…' : 'Show older ones'}
              </Button>
            )}
          </div>
        </>
      )}
    </>
  )
}
