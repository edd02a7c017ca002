import { Tooltip, TooltipAnchor, TooltipProvider } from '@ariakit/react'
import type { ReactNode } from 'react'
import { useNow } from '../lib/clock'
import { localTime, offset, shortTime, span, viewerZone } from '../lib/time'

/** Something that tells more on hover and focus. */
export function Tip({ tip, children, focusable }: { tip: ReactNode; children: ReactNode; focusable?: boolean }) {
  return (
    <TooltipProvider timeout={350} placement="top">
      <TooltipAnchor render={<span tabIndex={focusable ? 0 : undefined} />}>{children}</TooltipAnchor>
      <Tooltip className="tip" gutter={6} portal unmountOnHide>
        {tip}
      </Tooltip>
    </TooltipProvider>
  )
}

function Zones({ at, zone }: { at: Date; zone?: string }) {
  const zones = [...new Set([viewerZone(), ...(zone ? [zone] : []), 'UTC'])]
  return (
    <table>
      <tbody>
        {zones.map((name) => (
          <tr key={name}>
            <td>{localTime(at, name)}</td>
            <td>
              {name} {name === 'UTC' ? '' : offset(at, name)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** An instant in the viewer's zone; on hover in full, in the task's zone and UTC as well. */
export function Time({ at, zone, full }: { at: string; zone?: string; full?: boolean }) {
  const now = useNow()
  const date = new Date(at)
  return (
    <Tip tip={<Zones at={date} zone={zone} />}>
      <time dateTime={at} className="nowrap">
        {full ? localTime(date) : shortTime(date, new Date(now))}
      </time>
    </Tip>
  )
}

/** In 4 min 12 s, or 3 s ago. */
export function Countdown({ at }: { at: string }) {
  const left = Date.parse(at) - useNow()
  return <span className="nowrap">{left > 500 ? `in ${span(left)}` : left > -1500 ? 'now' : `${span(-left)} ago`}</span>
}

/** How long ago something began. */
export function Elapsed({ since }: { since: string }) {
  return <span className="nowrap">{span(useNow() - Date.parse(since))}</span>
}
