import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import * as actions from '../../api/actions'
import type { CatchUpPolicy, Task } from '../../api/types'
import { serverNow } from '../../lib/clock'
import { fromInput, localTime, toInput, viewerZone } from '../../lib/time'
import { ActDialog } from '../../ui/Dialog'
import { Notice } from '../../ui/Feedback'
import { Choice, TextField } from '../../ui/Field'
import { Time } from '../../ui/Time'
import { tell } from '../../ui/toasts'

export const CATCH_UPS: [CatchUpPolicy, string][] = [
  ['NONE', 'none of them: go on with the next'],
  ['LAST', 'only the latest'],
  ['ALL', 'each of them, oldest first'],
]

type Props = { task: Task; onClose: () => void }
const named = (task: Task) => `“${task.displayName ?? task.id}”`

export function PauseDialog({ task, onClose }: Props) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  return (
    <ActDialog
      title={`Pause ${named(task)}`}
      verb="Pause the task"
      onClose={onClose}
      act={async () => {
        await actions.pause(task.id, reason, fromInput(until)?.toISOString())
        actions.refresh(client, task.id)
        tell(<>{named(task)} rests.</>, async () => {
          await actions.resume(task.id)
          actions.refresh(client, task.id)
        })
      }}
    >
      <p>
        It does not fire until it is resumed. What runs now goes on{task.nextFireAt ? ', and ' : '.'}
        {task.nextFireAt && (
          <>
            the fire of <Time at={task.nextFireAt} /> will not take place.
          </>
        )}
      </p>
      <TextField label="Reason" value={reason} onChange={setReason} placeholder="database upgrade" hint="Shown with the task and in the audit log." autoFocus />
      <TextField label="Resumes by itself" type="datetime-local" value={until} onChange={setUntil} hint={`In ${viewerZone()}; left empty, it rests until somebody resumes it.`} />
    </ActDialog>
  )
}

export function ResumeDialog({ task, onClose }: Props) {
  const client = useQueryClient()
  const [catchUp, setCatchUp] = useState<CatchUpPolicy | ''>('')
  const policy = task.catchUp.policy
  return (
    <ActDialog
      title={`Resume ${named(task)}`}
      verb="Resume the task"
      onClose={onClose}
      act={async () => {
        await actions.resume(task.id, catchUp || undefined)
        actions.refresh(client, task.id)
        tell(<>{named(task)} is in force again.</>)
      }}
    >
      {task.pause?.reason && <p>It was paused: {task.pause.reason}</p>}
      <Choice
        label="Instants that passed during the pause: run"
        value={catchUp}
        options={[['', `as the task says: ${CATCH_UPS.find(([one]) => one === policy)?.[1] ?? ''}`], ...CATCH_UPS]}
        onChange={setCatchUp}
        hint="Those that do not run are recorded as skipped, with the reason."
      />
    </ActDialog>
  )
}

export function TriggerDialog({ task, onClose }: Props) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [input, setInput] = useState('')
  let fault: string | undefined
  let value: unknown
  try {
    value = input.trim() ? JSON.parse(input) : undefined
  } catch (error) {
    fault = `This is not JSON: ${(error as Error).message}`
  }
  return (
    <ActDialog
      title={`Trigger ${named(task)}`}
      verb="Fire it now"
      onClose={onClose}
      disabled={fault !== undefined}
      act={async () => {
        const fire = await actions.trigger(task.id, value)
        actions.refresh(client, task.id)
        void navigate({ to: '/fires/$fireId', params: { fireId: fire.id } })
      }}
    >
      <p>It fires once now, beside its schedule, which stays as it is.</p>
      <TextField label="Input (JSON, optional)" rows={5} value={input} onChange={setInput} fault={fault} placeholder='{"customer": "Smith"}' hint="The action finds it as {{input}}." />
    </ActDialog>
  )
}

export function RescheduleDialog({ task, onClose }: Props) {
  const client = useQueryClient()
  const [at, setAt] = useState(toInput(task.nextFireAt ? new Date(task.nextFireAt) : new Date(serverNow() + 3_600_000)))
  const instant = fromInput(at)
  return (
    <ActDialog
      title={`Reschedule the next fire of ${named(task)}`}
      verb="Move the next fire"
      onClose={onClose}
      disabled={!instant}
      act={async () => {
        await actions.reschedule(task.id, instant!.toISOString())
        actions.refresh(client, task.id)
        tell(<>The next fire of {named(task)} was moved.</>)
      }}
    >
      <p>
        Only this one; the schedule goes on. {task.nextFireAt && <>It is due at {localTime(new Date(task.nextFireAt))} now.</>} Instants of the schedule before the new one are skipped.
      </p>
      <TextField label="New time" type="datetime-local" value={at} onChange={setAt} hint={`In ${viewerZone()}. A time that has passed means now.`} autoFocus />
    </ActDialog>
  )
}

export function SkipDialog({ task, onClose }: Props) {
  const client = useQueryClient()
  const [count, setCount] = useState('1')
  return (
    <ActDialog
      title={`Skip next fires of ${named(task)}`}
      verb={Number(count) === 1 ? 'Skip the next fire' : `Skip the next ${count} fires`}
      onClose={onClose}
      disabled={!/^[1-9]\d{0,3}$/.test(count)}
      act={async () => {
        await actions.skipNext(task.id, Number(count))
        actions.refresh(client, task.id)
        tell(
          <>
            {count === '1' ? 'The next fire' : `The next ${count} fires`} of {named(task)} will be passed over.
          </>,
        )
      }}
    >
      <p>They are recorded at once as skipped by a user, and stay so. This cannot be undone; the schedule goes on after them.</p>
      {task.nextFireAt && (
        <p>
          The first of them: <Time at={task.nextFireAt} full />
        </p>
      )}
      <TextField label="How many" type="number" value={count} onChange={setCount} autoFocus />
    </ActDialog>
  )
}

export function CancelDialog({ task, onClose }: Props) {
  const client = useQueryClient()
  return (
    <ActDialog
      title={`Cancel ${named(task)}?`}
      verb={`Cancel ${named(task)}`}
      danger
      onClose={onClose}
      act={async () => {
        await actions.cancel(task.id, task.version)
        actions.refresh(client, task.id)
        tell(<>{named(task)} is cancelled.</>)
      }}
    >
      <p>It will not fire again. What runs now is stopped, and what waits is cancelled. Its history stays, and a new definition brings it back.</p>
      {task.nextFireAt && (
        <Notice tone="warn">
          Its next fire, <Time at={task.nextFireAt} full />, will not take place.
        </Notice>
      )}
    </ActDialog>
  )
}
