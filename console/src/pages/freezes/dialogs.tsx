import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import * as actions from '../../api/actions'
import type { CatchUpPolicy, Freeze, Stats } from '../../api/types'
import * as queries from '../../api/queries'
import { fromInput, viewerZone } from '../../lib/time'
import { useSettled } from '../../lib/useSettled'
import { Segments } from '../../ui/Button'
import { ActDialog } from '../../ui/Dialog'
import { Notice } from '../../ui/Feedback'
import { Choice, TextField } from '../../ui/Field'
import { tell } from '../../ui/toasts'
import { CATCH_UPS } from '../task/dialogs'
import { catchUpWords, scopeWords } from './parts'

const LABEL = /^[^=\s]+=/
const count = (tasks: number) => `${tasks.toLocaleString('en')} ${tasks === 1 ? 'task' : 'tasks'}`

/** Asks which tasks are to rest and for how long, and says how many those are now. */
export function FreezeDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [scope, setScope] = useState<'label' | 'all'>('label')
  const [label, setLabel] = useState('')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [catchUp, setCatchUp] = useState<CatchUpPolicy | ''>('')
  const written = label.trim()
  const fault = written && !LABEL.test(written) ? 'Write it as key=value, such as team=billing.' : undefined
  const complete = scope === 'all' || (written !== '' && !fault)
  const end = fromInput(until)
  return (
    <ActDialog
      title="Freeze tasks"
      verb={scope === 'all' ? 'Freeze all tasks' : complete ? `Freeze ${written}` : 'Freeze'}
      disabled={!complete}
      onClose={onClose}
      act={async () => {
        const begun = await actions.freeze({ label: scope === 'label' ? written : undefined, reason: reason.trim() || undefined, until: end?.toISOString(), catchUp: catchUp || undefined })
        actions.refresh(client)
        tell(`${count(begun.tasks)} rest: ${scopeWords(begun)}.`)
      }}
    >
      <Segments label="Which tasks" value={scope} options={[['label', 'Those of a label'], ['all', 'All of the namespace']]} onChange={setScope} />
      {scope === 'label' && <TextField label="Label" value={label} onChange={setLabel} fault={fault} placeholder="team=billing" autoFocus mono />}
      {complete && <WhoRests label={scope === 'label' ? written : undefined} />}
      <TextField label="Reason" value={reason} onChange={setReason} placeholder="year end" hint="Shown with each task and in the audit log." />
      <TextField label="Thaws by itself" type="datetime-local" value={until} onChange={setUntil} hint={`In ${viewerZone()}; left empty, it holds until somebody thaws it.`} />
      <Choice
        label="Instants that pass meanwhile: run"
        value={catchUp}
        options={[['', 'as each task says'], ...CATCH_UPS]}
        onChange={setCatchUp}
        hint="Those that do not run are recorded as skipped. It can be decided anew at the thaw."
      />
    </ActDialog>
  )
}

/** How many it is about, by the server's own dry run where a label says which. */
function WhoRests({ label }: { label?: string }) {
  const settled = useSettled(label, 300)
  const dry = useQuery({
    queryKey: ['batch', 'freeze', settled],
    queryFn: () => actions.batch({ verb: 'pause', filter: { label: [settled!], state: 'ACTIVE' }, dryRun: true }),
    enabled: settled !== undefined,
    gcTime: 0,
    retry: false,
  })
  const { data: stats } = useQuery({ ...queries.stats, enabled: label === undefined })
  const many = label === undefined ? all(stats) : dry.data && `${dry.data.nextPageToken ? 'More than ' : ''}${count(dry.data.matched)}`
  return (
    <Notice tone="warn">
      <strong>{many ?? 'Some tasks'}</strong> in force {label === undefined ? '' : `with ${label} `}will not fire until the thaw. What runs now goes on, and fires that a user asks for still
      run. Tasks that are registered or changed meanwhile rest as well; those that were paused before stay as they are.
    </Notice>
  )
}

const all = (stats: Stats | undefined) => stats && `All ${count(stats.tasks.ACTIVE)}`

/** Names what the end of a freeze does, before it is done. */
export function ThawDialog({ freeze, onClose }: { freeze: Freeze; onClose: () => void }) {
  const client = useQueryClient()
  const [catchUp, setCatchUp] = useState<CatchUpPolicy | ''>('')
  return (
    <ActDialog
      title={`Thaw ${scopeWords(freeze)}?`}
      verb={`Thaw ${count(freeze.tasks)}`}
      onClose={onClose}
      act={async () => {
        const left = await actions.thaw(freeze.id, catchUp || undefined)
        actions.refresh(client)
        tell(left.state === 'THAWED' ? 'Thawed: its tasks are in force again.' : `Being thawed: ${count(left.tasks)} still to go.`)
      }}
    >
      {freeze.reason && <p>They were frozen: {freeze.reason}</p>}
      <p>
        <strong>{count(freeze.tasks)}</strong> {freeze.tasks === 1 ? 'is' : 'are'} back in force and {freeze.tasks === 1 ? 'fires' : 'fire'} by {freeze.tasks === 1 ? 'its schedule' : 'their schedules'} again.
        Tasks that were taken out of the freeze, or cancelled, stay as they are. A thaw cannot be taken back; the same tasks can be frozen anew.
      </p>
      <Choice
        label="Instants that passed meanwhile: run"
        value={catchUp}
        options={[['', `as the freeze says: ${catchUpWords(freeze.catchUp)}`], ...CATCH_UPS]}
        onChange={setCatchUp}
        hint="Runs that are made up for start at once, as many as the workers can take."
      />
    </ActDialog>
  )
}
