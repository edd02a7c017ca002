import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Version } from '../../api/types'
import * as queries from '../../api/queries'
import type { Task } from '../../api/types'
import { diff } from '../../lib/diff'
import { Changes } from '../../ui/Changes'
import { Answer, Card, Empty } from '../../ui/Feedback'
import { Time } from '../../ui/Time'

/** Each definition the task ever had, and what was changed from one to the next. */
export function Versions({ task }: { task: Task }) {
  const query = useQuery({ ...queries.versions(task.id), retry: false })
  return (
    <Answer query={query} missing={<Empty title="No versions here">This server does not list them.</Empty>}>
      {({ items }) => <List versions={items} />}
    </Answer>
  )
}

function List({ versions }: { versions: Version[] }) {
  const [open, setOpen] = useState(versions[0]?.version)
  return (
    <div className="stack">
      {versions.map((version, index) => {
        const before = versions[index + 1]
        const changes = before ? diff(before.definition, version.definition) : []
        return (
          <Card
            key={version.version}
            title={`Version ${version.version}`}
            note={
              <>
                <Time at={version.createdAt} /> · {version.actor}
              </>
            }
            actions={
              <button type="button" className="button bare" aria-expanded={open === version.version} onClick={() => setOpen(open === version.version ? -1 : version.version)}>
                {open === version.version ? 'Hide the definition' : 'Show the definition'}
              </button>
            }
          >
            <div className="stack">
              {!before ? <p className="muted">The first one.</p> : changes.length === 0 ? <p className="muted">The same definition: the task was paused, resumed or moved.</p> : <Changes changes={changes} />}
              {open === version.version && <pre className="code" tabIndex={0}>{JSON.stringify(version.definition, null, 2)}</pre>}
            </div>
          </Card>
        )
      })}
    </div>
  )
}
