import { apiKey, inNamespace } from '../../api/session'
import type { Task } from '../../api/types'
import { curl, definitionOf } from '../../lib/definition'
import { Copyable } from '../../ui/Copyable'
import { Card } from '../../ui/Feedback'

/** The task as the API takes it. */
export function Definition({ task }: { task: Task }) {
  const definition = definitionOf(task)
  return (
    <div className="stack">
      <Card title="JSON">
        <Copyable label="The definition as JSON" text={JSON.stringify(definition, null, 2)} />
      </Card>
      <Card title="curl" note="registers the same task, here or elsewhere">
        <Copyable label="The definition as a curl command" text={curl(window.location.origin, inNamespace(`/v1/tasks/${task.id}`), definition, apiKey.get() !== null)} />
      </Card>
    </div>
  )
}
