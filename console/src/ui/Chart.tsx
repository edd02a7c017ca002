import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { useDark } from '../lib/theme'

export type Colour = 'accent' | 'good' | 'bad' | 'warn' | 'lost' | 'idle' | 'text-2' | 'line' | 'accent-soft' | 'surface'
export type Palette = (name: Colour) => string

type Props = {
  label: string
  height?: number
  data: uPlot.AlignedData
  /** Options for the present width and colours. */
  options: (colour: Palette) => Omit<uPlot.Options, 'width' | 'height'>
}

/** The value of a colour of tokens.css as the present theme has it: canvases do not read custom properties. */
function palette(element: HTMLElement): Palette {
  const probe = document.createElement('span')
  element.append(probe)
  const values = new Map<Colour, string>()
  const names: Colour[] = ['accent', 'good', 'bad', 'warn', 'lost', 'idle', 'text-2', 'line', 'accent-soft', 'surface']
  for (const name of names) {
    probe.style.color = `var(--${name})`
    values.set(name, getComputedStyle(probe).color)
  }
  probe.remove()
  return (name) => values.get(name) ?? '#888'
}

/** A chart that fits its place and the theme. What it says is told in words beside it or in a table: a canvas says nothing to a reader. */
export function Chart({ label, height = 180, data, options }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const shown = useRef(data)
  const dark = useDark()
  shown.current = data
  useEffect(() => {
    const element = place.current
    if (!element) return
    const made = new uPlot({ ...options(palette(element)), width: Math.max(200, element.clientWidth), height }, shown.current, element)
    plot.current = made
    const watch = new ResizeObserver(() => made.setSize({ width: Math.max(200, element.clientWidth), height }))
    watch.observe(element)
    return () => {
      watch.disconnect()
      made.destroy()
      plot.current = undefined
    }
    // options are made of the theme alone
  }, [dark, height])
  useEffect(() => plot.current?.setData(data), [data])
  return <div ref={place} role="img" aria-label={label} className="chart" style={{ minHeight: height }} />
}

/** Axes and grid in the colours of the theme. */
export const axis = (colour: Palette, more: uPlot.Axis = {}): uPlot.Axis => ({
  stroke: colour('text-2'),
  font: '11.5px system-ui, sans-serif',
  grid: { stroke: colour('line'), width: 1 },
  ticks: { stroke: colour('line'), width: 1, size: 4 },
  ...more,
})

const two = (n: number) => String(n).padStart(2, '0')

/** Labels of a time axis: the clock, and the day where the span is longer than one. */
export const clockLabels: uPlot.Axis.Values = (self, splits) => {
  const { min = 0, max = 0 } = self.scales.x ?? {}
  const days = (max ?? 0) - (min ?? 0) > 2 * 86_400
  return splits.map((at) => {
    const date = new Date(at * 1000)
    return days ? `${two(date.getMonth() + 1)}-${two(date.getDate())}` : `${two(date.getHours())}:${two(date.getMinutes())}`
  })
}
