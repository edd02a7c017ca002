import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import * as actions from '../../api/actions'
import type { TaskFilter } from '../../api/queries'
import type { BatchRequest, BatchResult, CatchUpPolicy } from '../../api/types'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Answer, Notice, ProblemNotice } from '../../ui/Feedback'
import { Choice, TextField } from '../../ui/Field'
import { TaskBadge } from '../../ui/states'
import { tell } from '../../ui/toasts'
import { CATCH_UPS } from '../task/dialogs'

export type Verb = 'pause' | 'resume' | 'trigger' | 'skipNext' | 'cancel'
export type Target = { ids: string[] } | { filter: TaskFilter }

const NAMES: Record<Verb, [string, string]> = {
  pause: ['Pause', 'rest until they are resumed'],
  resume: ['Resume', 'are in force again'],
  trigger: ['Trigger', 'fire once now, beside their schedules'],
  skipNext: ['Skip the next fire of', 'pass over their next instant'],
  cancel: ['Cancel', 'end for good; their history stays'],
}

const SHOWN = 100

/** Shows by the server's own dry run what an act on many tasks would do to each of them, and then does it. */
export function BatchDialog({ verb, target, onClose, onDone }: { verb: Verb; target: Target; onClose: () => void; onDone: () => void }) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [catchUp, setCatchUp] = useState<CatchUpPolicy | ''>('')
  const [progress, setProgress] = useState<{ done: number; failed: BatchResult[] }>()
  const [error, setError] = useState<unknown>()
  const stop = useRef(false)
  const request: BatchRequest = {
    verb,
    ...('ids' in target ? { ids: target.ids } : { filter: { ...target.filter, label: target.filter.label } }),
    ...(verb === 'pause' && reason ? { reason } : {}),
    ...(verb === 'resume' && catchUp ? { catchUp } : {}),
  }
  const dry = useQuery({ queryKey: ['batch', verb, target], queryFn: () => actions.batch({ ...request, dryRun: true }), staleTime: Infinity, gcTime: 0, retry: false })
  const would = dry.data?.items.filter(({ wouldChange }) => wouldChange) ?? []
  const refused = dry.data?.items.filter((item) => item.error) ?? []
  const more = Boolean(dry.data?.nextPageToken)
  const [name, meaning] = NAMES[verb]

  async function act() {
    const failed: BatchResult[] = []
    let done = 0
    let token: string | undefined
    setError(undefined)
    setProgress({ done, failed })
    try {
      do {
        const answer = await actions.batch({ ...request, pageToken: token })
        failed.push(...answer.items.filter((item) => item.error))
        done += answer.items.length
        token = answer.nextPageToken
        setProgress({ done, failed: [...failed] })
      } while (token && !stop.current)
      actions.refresh(client)
      onDone()
      tell(`${name}: ${(done - failed.length).toLocaleString('en')} tasks${failed.length ? `, ${failed.length} refused` : ''}`)
      if (failed.length === 0) onClose()
    } catch (problem) {
      setError(problem)
    }
  }

  return (
    <Dialog
      wide
      title={'ids' in target ? `${name} ${target.ids.length} tasks` : `${name} all tasks that match`}
      onClose={() => {
        stop.current = true
        onClose()
      }}
      footer={
        <>
          <Button onClick={onClose}>{progress ? 'Close' : 'Do nothing'}</Button>
          <Button kind={verb === 'cancel' ? 'danger primary' : 'primary'} disabled={would.length === 0 || progress !== undefined} onClick={() => void act()}>
            {name} {more ? 'all that match' : `${would.length} ${would.length === 1 ? 'task' : 'tasks'}`}
          </Button>
        </>
      }
    >
      <Answer query={dry}>
        {() => (
          <>
            <Notice tone={verb === 'cancel' ? 'warn' : ''}>
              <strong>
                {more ? 'Of the first ' : 'Of '}
                {dry.data?.matched.toLocaleString('en')} {more ? 'that match' : 'tasks'}, {would.length.toLocaleString('en')}
              </strong>{' '}
              {meaning}
              {refused.length > 0 ? `; ${refused.length.toLocaleString('en')} cannot, each for the reason below` : ''}.
              {more && ' More match: they are done as well, a thousand at a time.'}
            </Notice>
            {verb === 'pause' && <TextField label="Reason" value={reason} onChange={setReason} hint="Shown with the tasks and in the audit log." />}
            {verb === 'resume' && (
              <Choice label="Instants that passed" value={catchUp} options={[['', 'as each task says'], ...CATCH_UPS]} onChange={setCatchUp} />
            )}
            <ul className="plain rows bordered">
              {dry.data?.items.slice(0, SHOWN).map((item) => (
                <li key={item.id}>
                  <span className="grow ellipsis">{item.id}</span>
                  {item.error ? <span className="small muted">{item.error.detail}</span> : item.wouldChange ? item.task && <TaskBadge state={item.task.state} /> : <span className="small muted">stays as it is</span>}
                </li>
              ))}
              {(dry.data?.items.length ?? 0) > SHOWN && <li className="muted">and {(dry.data!.items.length - SHOWN).toLocaleString('en')} more</li>}
            </ul>
          </>
        )}
      </Answer>
      {progress && (
        <Notice tone={progress.failed.length ? 'warn' : ''}>
          {progress.done.toLocaleString('en')} done
          {progress.failed.map((item) => (
            <div key={item.id}>
              {item.id}: {item.error?.detail}
            </div>
          ))}
        </Notice>
      )}
      {error !== undefined && <ProblemNotice error={error} />}
    </Dialog>
  )
}
