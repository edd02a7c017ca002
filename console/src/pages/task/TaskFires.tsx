import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Durations } from '../../api/types'
import * as queries from '../../api/queries'
import type { FireState, Task, Trigger } from '../../api/types'
import { duration } from '../../lib/time'
import { zoneOf } from '../../lib/words'
import { usePolling } from '../../live/LiveProvider'
import { Button } from '../../ui/Button'
import { axis, Chart, clockLabels, type Palette } from '../../ui/Chart'
import { Card, Empty, Loading, ProblemNotice } from '../../ui/Feedback'
import { fireColumns, FireTable } from '../../ui/FireTable'
import { FIRE_LOOKS, FIRE_STATES, TRIGGERS } from '../../ui/states'

type Filter = { state?: FireState; trigger?: Trigger }

export function TaskFires({ task, onFilter }: { task: Task; onFilter: (filter: Filter) => void }) {
  const { state, trigger } = useSearch({ from: '/tasks/$id' })
  const query = useInfiniteQuery({ ...queries.fires({ task: task.id, state, trigger }), refetchInterval: usePolling() })
  const times = useQuery({ ...queries.durations(task.id), retry: false })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const zone = zoneOf(task.schedule)
  const columns = useMemo(() => fireColumns({ zone }), [zone])
  const more = useCallback(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
  }, [query])
  return (
    <div className="stack">
      {times.data && times.data.points.length > 1 && (
        <Card title="How long it took" note={times.data.usualMillis === undefined ? undefined : `usually ${duration(times.data.usualMillis)}`}>
          <DurationChart durations={times.data} />
        </Card>
      )}
      <div>
        <div className="filters">
          <select className="input" aria-label="State" value={state ?? ''} onChange={(event) => onFilter({ trigger, state: (event.target.value || undefined) as FireState | undefined })}>
            <option value="">Any state</option>
            {FIRE_STATES.map((one) => (
              <option key={one} value={one}>
                {FIRE_LOOKS[one].word}
              </option>
            ))}
          </select>
          <select className="input" aria-label="Trigger" value={trigger ?? ''} onChange={(event) => onFilter({ state, trigger: (event.target.value || undefined) as Trigger | undefined })}>
            <option value="">Any trigger</option>
            {Object.entries(TRIGGERS).map(([one, word]) => (
              <option key={one} value={one}>
                {word}
              </option>
            ))}
          </select>
        </div>
        {query.isPending ? (
          <Loading />
        ) : query.error && rows.length === 0 ? (
          <ProblemNotice error={query.error} retry={() => void query.refetch()} />
        ) : rows.length === 0 ? (
          <Card title="History">
            <Empty title={state || trigger ? 'No fire matches' : 'It has not fired yet'}>Each instant becomes one fire, also those that were skipped, with the reason.</Empty>
          </Card>
        ) : (
          <>
            <FireTable caption="Fires of the task, newest first" fires={rows} columns={columns} onEnd={more} />
            <div className="table-foot">
              {rows.length} shown, newest first
              {query.hasNextPage && (
                <Button disabled={query.isFetchingNextPage} onClick={more}>
                  {query.isFetchingNextPage ? 'Loading…' : 'Show older ones'}
                </Button>
              )}
            </div>
          </>
        )}
      </div>
    </div>
  )
}

const BAD = new Set<FireState>(['FAILED', 'TIMED_OUT', 'LOST'])

export function DurationChart({ durations }: { durations: Durations }) {
  const data = useMemo(() => {
    const points = durations.points.filter((point) => point.durationMillis !== undefined).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    const of = (wanted: (state: FireState) => boolean) => points.map((point) => (wanted(point.state) ? (point.durationMillis ?? null) : null))
    return [points.map((point) => Date.parse(point.at) / 1000), of((state) => !BAD.has(state)), of((state) => BAD.has(state))] as [number[], (number | null)[], (number | null)[]]
  }, [durations])
  const longest = Math.max(0, ...durations.points.map((point) => point.durationMillis ?? 0))
  const options = (colour: Palette) => ({
    legend: { show: false },
    scales: { x: { time: true }, y: { range: (_: unknown, __: number, max: number): [number, number] => [0, Math.max(1, max * 1.15)] } },
    axes: [axis(colour, { values: clockLabels, size: 30 }), axis(colour, { size: 62, values: (_: unknown, splits: number[]) => splits.map((value) => (value === 0 ? '0' : duration(value))) })],
    series: [
      {},
      { label: 'succeeded', stroke: colour('accent'), width: 1.5, spanGaps: true, points: { show: true, size: 5, fill: colour('accent') } },
      { label: 'not succeeded', stroke: colour('bad'), width: 0, paths: () => null, points: { show: true, size: 9, width: 2, fill: colour('surface') } },
    ],
  })
  return <Chart label={`Durations of the last ${durations.points.length} fires: at most ${duration(longest)}; rings did not succeed`} height={130} data={data} options={options} />
}
