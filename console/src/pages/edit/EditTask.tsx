import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import * as actions from '../../api/actions'
import * as queries from '../../api/queries'
import type { Task, TaskDefinition, TaskPlan } from '../../api/types'
import { definitionOf } from '../../lib/definition'
import type { Draft } from '../../lib/draft'
import { Answer, PageHead } from '../../ui/Feedback'
import { tell } from '../../ui/toasts'
import { PlanDialog } from './PlanDialog'
import { TaskForm } from './TaskForm'

/** Gives a task a new definition, after the server's plan has been seen. */
export default function EditTask() {
  const { id } = useParams({ from: '/tasks/$id/edit' })
  // what is being edited must not change under the hands; the plan tells when somebody else was quicker
  const query = useQuery({ ...queries.task(id), queryKey: ['edit', id], staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false })
  return <Answer query={query}>{(task) => <Edit task={task} />}</Answer>
}

function Edit({ task }: { task: Task }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [planned, setPlanned] = useState<{ definition: TaskDefinition; plan: TaskPlan }>()
  return (
    <>
      <PageHead title={`Edit ${task.displayName ?? task.id}`} sub={`Version ${task.version}. A new definition is a new version; the old one stays in the history.`} />
      <TaskForm initial={definitionOf(task) as unknown as Draft} id={task.id} verb="See what changes" onSave={(_, definition, plan) => setPlanned({ definition, plan })} />
      {planned && (
        <PlanDialog
          plan={planned.plan}
          name={task.displayName ?? task.id}
          onClose={() => setPlanned(undefined)}
          save={async () => {
            await actions.save(task.id, planned.definition, planned.plan.planFor)
            actions.refresh(client, task.id)
            tell(<>“{task.displayName ?? task.id}” has a new version.</>)
            void navigate({ to: '/tasks/$id', params: { id: task.id }, search: {} })
          }}
        />
      )}
    </>
  )
}
