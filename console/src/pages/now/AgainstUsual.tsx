import { useNow } from '../../lib/clock'
import { duration, span } from '../../lib/time'
import { Tip } from '../../ui/Time'

/** From here on a run counts as much longer than usual: it is worth a look. */
const LONG = 2

/** How long a fire has been at it, against what is usual: a full bar is the usual, and more than that is told by colour and word. */
export function AgainstUsual({ since, usual }: { since: string; usual: number | undefined }) {
  const elapsed = Math.max(0, useNow() - Date.parse(since))
  if (!usual) {
    return (
      <span className="against">
        <span className="times">
          <span className="nowrap">{span(elapsed)}</span> <span className="muted small">no usual yet</span>
        </span>
      </span>
    )
  }
  const share = elapsed / usual
  // of what is over in an instant nobody wants to hear that it took twice as long
  const long = share >= LONG && elapsed > 2000
  return (
    <Tip tip={`Half of its last successful fires took no longer than ${duration(usual)}.`}>
      <span className="against">
        <span className={`bar ${share > 1 && elapsed > 2000 ? 'warn' : ''}`} aria-hidden>
          <i style={{ width: `${Math.min(100, share * 100)}%` }} />
        </span>
        <span className="times">
          <span className="nowrap">{span(elapsed)}</span> <span className="muted small nowrap">of {duration(usual)}</span>
          {long && <span className="badge warn">{share < 10 ? share.toFixed(1) : Math.round(share)} × usual</span>}
        </span>
      </span>
    </Tip>
  )
}
