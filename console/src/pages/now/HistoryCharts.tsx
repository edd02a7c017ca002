import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import uPlot from 'uplot'
import type { History } from '../../api/types'
import * as queries from '../../api/queries'
import { duration, isoMillis } from '../../lib/time'
import { Segments } from '../../ui/Button'
import { axis, Chart, clockLabels, type Palette } from '../../ui/Chart'
import { Answer, Card, Empty } from '../../ui/Feedback'

const SPANS = { '60': 'Hour', '360': '6 hours', '1440': 'Day' } as const
type Span = keyof typeof SPANS

/** Fires a second and lateness, minute by minute. */
export function HistoryCharts() {
  const [minutes, setMinutes] = useState<Span>('60')
  const query = useQuery(queries.history(Number(minutes)))
  return (
    <Card
      title="Fires and lateness"
      actions={<Segments label="Span" value={minutes} options={Object.entries(SPANS) as [Span, string][]} onChange={setMinutes} />}
    >
      <Answer query={query} missing={<Empty title="No history here">This server does not keep figures by the minute.</Empty>}>
        {(history) => (history.points.length === 0 ? <Empty title="No fire in this time" /> : <Charts history={history} />)}
      </Answer>
    </Card>
  )
}

const bars = (gap: number) => uPlot.paths.bars?.({ size: [0.9, 40], gap })
// from a tenth of a millisecond to a quarter of an hour
const TENS = [0.1, 1, 10, 100, 1000, 10_000, 100_000, 1_000_000]
const cursor: uPlot.Cursor = { sync: { key: 'history' }, points: { size: 6 } }
const x: uPlot.Scale = { time: true }

function Charts({ history }: { history: History }) {
  const step = (isoMillis(history.step) ?? 60_000) / 1000
  const { rates, lateness, words } = useMemo(() => {
    const at = history.points.map((point) => Date.parse(point.at) / 1000)
    const ok = history.points.map((point) => point.succeeded / step)
    const bad = history.points.map((point) => (point.failed + point.timedOut + point.lost) / step)
    const all = ok.map((value, index) => value + (bad[index] ?? 0))
    const worst = Math.max(0, ...history.points.map((point) => point.latenessP99Millis ?? 0))
    const failures = history.points.reduce((sum, point) => sum + point.failed + point.timedOut + point.lost, 0)
    return {
      rates: [at, all, bad] as uPlot.AlignedData,
      lateness: [at, history.points.map((point) => point.latenessP50Millis ?? null), history.points.map((point) => point.latenessP99Millis ?? null)] as uPlot.AlignedData,
      words: `at most ${Math.max(0, ...all).toFixed(2)} fires a second, ${failures} not succeeded, 99th percentile of lateness at most ${duration(worst)}`,
    }
  }, [history, step])
  const rateOptions = (colour: Palette) => ({
    cursor,
    legend: { live: true },
    scales: { x, y: { range: (_: uPlot, __: number, max: number): [number, number] => [0, Math.max(max * 1.1, 0.1)] } },
    axes: [axis(colour, { values: clockLabels, size: 30 }), axis(colour, { size: 56, label: 'fires/s', labelSize: 16, labelFont: '11.5px system-ui' })],
    series: [
      { label: 'Time', value: '{HH}:{mm}' },
      { label: 'all', stroke: colour('accent'), fill: colour('accent'), width: 0, paths: bars(1), points: { show: false }, value: (_: uPlot, v: number | null) => (v === null ? '–' : v.toFixed(2)) },
      { label: 'not succeeded', stroke: colour('bad'), fill: colour('bad'), width: 0, paths: bars(1), points: { show: false }, value: (_: uPlot, v: number | null) => (v === null ? '–' : v.toFixed(2)) },
    ],
  })
  const latenessOptions = (colour: Palette) => ({
    cursor,
    legend: { live: true },
    scales: { x, y: { distr: 3 as const, range: (_: uPlot, min: number, max: number): [number, number] => [Math.max(0.1, Math.min(min || 1, 1)), Math.max(max || 10, 100)] } },
    axes: [
      axis(colour, { values: clockLabels, size: 30 }),
      axis(colour, { size: 62, splits: (_: uPlot, __: number, min: number, max: number) => TENS.filter((ten) => ten >= min && ten <= max), filter: (_: uPlot, splits: number[]) => splits, values: (_: uPlot, splits: number[]) => splits.map((v) => duration(v).replace('.0', '')) }),
    ],
    series: [
      { label: 'Time', value: '{HH}:{mm}' },
      { label: 'p50', stroke: colour('accent'), width: 2, points: { show: false }, spanGaps: false, value: (_: uPlot, v: number | null) => (v === null ? '–' : duration(v)) },
      { label: 'p99', stroke: colour('warn'), width: 2, dash: [5, 3], points: { show: false }, spanGaps: false, value: (_: uPlot, v: number | null) => (v === null ? '–' : duration(v)) },
    ],
  })
  return (
    <div className="stack">
      <figure>
        <figcaption className="small muted">Fires a second</figcaption>
        <Chart label={`Fires a second: ${words}`} height={130} data={rates} options={rateOptions} />
      </figure>
      <figure>
        <figcaption className="small muted">Lateness: half of the fires within p50, 99 of 100 within p99</figcaption>
        <Chart label={`Lateness: ${words}`} height={130} data={lateness} options={latenessOptions} />
      </figure>
    </div>
  )
}
