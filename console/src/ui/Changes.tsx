import type { Difference } from '../lib/diff'

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 1))

/** What differs, field by field: what was is struck through, what is new stands after it. */
export function Changes({ changes }: { changes: Difference[] }) {
  return (
    <dl className="changes">
      {changes.map(({ pointer, before, after }) => (
        <div key={pointer}>
          <dt>{pointer.slice(1).replaceAll('/', ' › ') || 'all'}</dt>
          <dd>
            {before !== undefined && <del>{shown(before)}</del>}
            {after !== undefined && <ins>{shown(after)}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
