import { Time } from './Time'

const SHOWN = 6

/** The first of some instants, and how many there are. */
export function Instants({ title, instants }: { title: string; instants?: string[] }) {
  if (!instants?.length) return null
  return (
    <div>
      <p className="mini">
        {instants.length.toLocaleString('en')} {title}
      </p>
      <ul className="plain">
        {instants.slice(0, SHOWN).map((at) => (
          <li key={at}>
            <Time at={at} full />
          </li>
        ))}
        {instants.length > SHOWN && <li className="muted">and {(instants.length - SHOWN).toLocaleString('en')} more</li>}
      </ul>
    </div>
  )
}
