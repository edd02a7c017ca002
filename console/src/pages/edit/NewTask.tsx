import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import * as actions from '../../api/actions'
import * as queries from '../../api/queries'
import { definitionOf } from '../../lib/definition'
import { actionOf, scheduleOf, type Draft } from '../../lib/draft'
import { viewerZone } from '../../lib/time'
import { Answer, PageHead } from '../../ui/Feedback'
import { tell, tellProblem } from '../../ui/toasts'
import { TaskForm } from './TaskForm'

const empty = (): Draft => ({ schedule: scheduleOf('cron', { type: 'cron' }, viewerZone()), action: actionOf('http') })

const example = (): Draft => ({
  id: 'pulse',
  displayName: 'Pulse',
  description: 'An example: does nothing, every ten seconds.',
  schedule: { type: 'interval', every: 'PT10S' },
  action: { type: 'simulate', duration: 'PT1S' },
})

/** Registers a task: from nothing, from an example, or as a copy of another. */
export default function NewTask() {
  const { from } = useSearch({ from: '/new' })
  const copied = from !== undefined && from !== 'example'
  const original = useQuery({ ...queries.task(from ?? ''), enabled: copied })
  return (
    <>
      <PageHead title={copied ? `New task, like “${from}”` : 'New task'} sub="Nothing is registered before you say so. The server checks while you write." />
      {copied ? (
        <Answer query={original}>
          {(task) => <Create initial={{ ...(definitionOf(task) as unknown as Draft), id: `${task.id}-copy`.slice(0, 63), displayName: task.displayName && `${task.displayName} (copy)` }} />}
        </Answer>
      ) : (
        <Create initial={from === 'example' ? example() : empty()} />
      )}
    </>
  )
}

function Create({ initial }: { initial: Draft }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return (
    <TaskForm
      initial={initial}
      verb="Register the task"
      onSave={(id, definition) =>
        void actions
          .save(id, definition, undefined)
          .then((task) => {
            actions.refresh(client, task.id)
            tell(<>“{task.displayName ?? task.id}” is registered: it will fire.</>)
            void navigate({ to: '/tasks/$id', params: { id: task.id }, search: {} })
          })
          .catch(tellProblem)
      }
    />
  )
}
