import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import * as actions from '../../api/actions'
import { asProblem } from '../../api/problem'
import type { Task } from '../../api/types'
import { serverNow } from '../../lib/clock'
import { fromInput, span, toInput, viewerZone } from '../../lib/time'
import { ActDialog } from '../../ui/Dialog'
import { Notice } from '../../ui/Feedback'
import { Check, TextField } from '../../ui/Field'
import { Time } from '../../ui/Time'
import { tell } from '../../ui/toasts'

const DAY = 86_400_000

/** Runs past instants of the schedule, after the server's dry run has said how many they are. */
export function BackfillDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const client = useQueryClient()
  const [from, setFrom] = useState(toInput(new Date(serverNow() - DAY)))
  const [to, setTo] = useState(toInput(new Date(serverNow())))
  const [rate, setRate] = useState('60')
  const [rerun, setRerun] = useState(false)
  const begin = fromInput(from)
  const range = begin ? { from: begin.toISOString(), to: fromInput(to)?.toISOString(), ratePerMinute: Number(rate) || 60, rerun } : undefined
  const dry = useQuery({ queryKey: ['backfill', task.id, range], queryFn: () => actions.planBackfill(task.id, range!), enabled: range !== undefined, retry: false, gcTime: 0 })
  const count = dry.data?.instants ?? 0
  const problem = dry.error ? asProblem(dry.error) : undefined
  return (
    <ActDialog
      title={`Run past instants of “${task.displayName ?? task.id}”`}
      verb={count ? `Run ${count.toLocaleString('en')} instants` : 'Run them'}
      onClose={onClose}
      disabled={!range || count === 0}
      act={async () => {
        await actions.backfill(task.id, range!)
        actions.refresh(client, task.id)
        void client.invalidateQueries({ queryKey: ['operations', task.id] })
        tell(`${count.toLocaleString('en')} past instants will run, oldest first.`)
      }}
    >
      <p className="muted">What the schedule names in this range runs now, oldest first. Instants that have succeeded are left out. Times are in {viewerZone()}.</p>
      <div className="row">
        <TextField label="From" type="datetime-local" value={from} onChange={setFrom} fault={problem?.at('/from')} />
        <TextField label="Up to" type="datetime-local" value={to} onChange={setTo} fault={problem?.at('/to')} />
        <TextField label="A minute, at most" type="number" value={rate} onChange={setRate} fault={problem?.at('/ratePerMinute')} />
      </div>
      <Check label="Also those that have succeeded" checked={rerun} onChange={setRerun} />
      {problem && !problem.problem.errors?.length && <Notice tone="bad">{problem.problem.detail}</Notice>}
      {dry.data && (
        <Notice tone={count > 1000 ? 'warn' : ''}>
          {count === 0 ? (
            'The schedule names no instant in this range.'
          ) : (
            <>
              <strong>{count.toLocaleString('en')} instants</strong>
              {dry.data.first && dry.data.last && (
                <>
                  , from <Time at={dry.data.first} full /> to <Time at={dry.data.last} full />
                </>
              )}
              . It takes at least {span((count / (Number(rate) || 60)) * 60_000)}.
            </>
          )}
        </Notice>
      )}
    </ActDialog>
  )
}
