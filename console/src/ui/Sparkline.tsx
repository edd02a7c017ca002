import type { RecentFire } from '../api/types'
import { duration } from '../lib/time'
import { FIRE_LOOKS, LATE_MILLIS } from './states'

const WIDTH = 104
const HEIGHT = 20
const SLOTS = 20
const STEP = WIDTH / SLOTS

const COLOURS = { '': 'idle', good: 'good', bad: 'bad', warn: 'warn', lost: 'lost', active: 'accent' } as const

/** How high a bar is: its lateness on a scale of powers of ten, from a millisecond to a minute. */
const height = (lateness: number | undefined) => (lateness === undefined ? 5 : 4 + Math.min(1, Math.max(0, Math.log10(Math.max(1, lateness)) / 4.8)) * (HEIGHT - 6))

/**
 * The last fires of a task, oldest first: the higher a bar, the later the fire was; what failed is crossed, what was skipped is a
 * mere dash, so that it can be read without colours.
 */
export function Sparkline({ fires }: { fires: RecentFire[] }) {
  if (fires.length === 0) return <span className="muted small">none yet</span>
  const bad = fires.filter(({ state }) => state === 'FAILED' || state === 'TIMED_OUT' || state === 'LOST').length
  const late = fires.filter(({ latenessMillis = 0 }) => latenessMillis >= LATE_MILLIS).length
  const slowest = Math.max(...fires.map(({ latenessMillis = 0 }) => latenessMillis))
  const words = `Last ${fires.length}: ${bad ? `${bad} not succeeded` : 'none failed'}, ${late ? `${late} late, at most ${duration(slowest)}` : 'none late'}`
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words}>
      <title>{words}</title>
      {fires.slice(-SLOTS).map((fire, index) => {
        const x = (SLOTS - Math.min(SLOTS, fires.length) + index) * STEP
        const tone = COLOURS[FIRE_LOOKS[fire.state].tone]
        if (fire.state === 'SKIPPED' || fire.state === 'CANCELLED') {
          return <rect key={fire.fire} x={x} y={HEIGHT - 3} width={STEP - 1.4} height={2} fill="var(--idle)" />
        }
        const tall = tone === 'bad' || tone === 'lost' ? HEIGHT - 2 : height(fire.latenessMillis)
        const isLate = (fire.latenessMillis ?? 0) >= LATE_MILLIS
        return (
          <g key={fire.fire}>
            <rect x={x} y={HEIGHT - tall} width={STEP - 1.4} height={tall} rx={0.8} fill={`var(--${tone === 'good' && isLate ? 'warn' : tone})`} />
            {(tone === 'bad' || tone === 'lost') && (
              <path d={`M${x + 0.6} 5l2.4 3M${x + 3} 5l-2.4 3`} stroke="var(--surface)" strokeWidth="1" />
            )}
          </g>
        )
      })}
    </svg>
  )
}
