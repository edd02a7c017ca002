import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import * as actions from '../../api/actions'
import { asProblem } from '../../api/problem'
import type { Calendar } from '../../api/types'
import { ActDialog } from '../../ui/Dialog'
import { Loading, Notice, ProblemNotice } from '../../ui/Feedback'
import { Field, TextField } from '../../ui/Field'
import { tell } from '../../ui/toasts'
import { PlanOf } from './PlanOf'

type File = { name: string; text: string; events: number }

/** Takes the holidays of an iCalendar file, after the server has said which fires that would touch. */
export function ImportDialog({ calendar, onClose, onDone }: { calendar?: Calendar; onClose: () => void; onDone: (name: string) => void }) {
  const [name, setName] = useState(calendar?.name ?? '')
  const [file, setFile] = useState<File>()
  const written = name.trim()
  const version = calendar?.version
  const plan = useQuery({
    // not below the calendar's own key: when that is read anew after the import, a plan for the version before would be refused
    queryKey: ['plan of import', written, file?.text],
    queryFn: () => actions.planImport(written, file!.text, version),
    enabled: file !== undefined && written !== '',
    retry: false,
    gcTime: 0,
  })
  async function read(chosen: Blob & { name: string }) {
    const text = await chosen.text()
    setFile({ name: chosen.name, text, events: text.match(/^BEGIN:VEVENT\s*$/gim)?.length ?? 0 })
    // a name is proposed: people call the file as they would the calendar
    if (!written) setName(chosen.name.replace(/\.ics$/i, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 63))
  }
  return (
    <ActDialog
      wide
      title={calendar ? `Import days into “${calendar.name}”` : 'Import a calendar'}
      verb={calendar ? 'Replace its days' : 'Save the calendar'}
      disabled={!plan.data}
      onClose={onClose}
      act={async () => {
        await actions.importCalendar(written, file!.text, version)
        tell(`The calendar “${written}” has the days of ${file!.name}.`)
        onDone(written)
      }}
    >
      <Field label="iCalendar file" hint="Its events of whole days become days on which nothing fires, with their rules and exceptions (RFC 5545).">
        {(control) => (
          <input
            {...control}
            className="input"
            type="file"
            accept=".ics,text/calendar"
            onChange={(event) => {
              const chosen = event.target.files?.[0]
              if (chosen) void read(chosen)
            }}
          />
        )}
      </Field>
      {!calendar && <TextField label="Name" value={name} onChange={setName} hint="lower-case letters, digits, inner hyphens" placeholder="public-holidays" />}
      {calendar && calendar.type !== 'holidays' && <Notice tone="warn">What it excludes now is replaced by the days of the file.</Notice>}
      {calendar?.type === 'holidays' && (
        <Notice>
          The days of the file take the place of the {(calendar.days?.length ?? 0).toLocaleString('en')} {calendar.days?.length === 1 ? 'entry' : 'entries'} that it has.
        </Notice>
      )}
      {file && plan.isFetching && <Loading what="Asking what it would change" />}
      {file && plan.error && <ProblemNotice error={asProblem(plan.error)} />}
      {file && plan.data && (
        <>
          <p>
            <strong>{file.events.toLocaleString('en')}</strong> {file.events === 1 ? 'event' : 'events'} in {file.name}.
          </p>
          <PlanOf plan={plan.data} />
        </>
      )}
    </ActDialog>
  )
}
