import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import * as actions from '../../api/actions'
import { asProblem, type Problem } from '../../api/problem'
import { apiKey, inNamespace } from '../../api/session'
import type { TaskDefinition, TaskPlan } from '../../api/types'
import { curl } from '../../lib/definition'
import { idOf, textOf, type Draft } from '../../lib/draft'
import { useSettled } from '../../lib/useSettled'
import { Button, Segments } from '../../ui/Button'
import { Copyable } from '../../ui/Copyable'
import { Card, Notice, ProblemNotice } from '../../ui/Feedback'
import { TextField } from '../../ui/Field'
import { ActionForm } from './ActionForm'
import { JsonEditor } from './JsonEditor'
import { PairsField } from './inputs'
import { PolicyForm } from './PolicyForm'
import { SchedulePreview } from './SchedulePreview'
import { ScheduleForm } from './ScheduleForm'
import { changed } from '../../lib/draft'

type Props = {
  initial: Draft
  /** The id of a task that is there; undefined for a new one. */
  id?: string
  verb: string
  onSave: (id: string, definition: TaskDefinition, plan: TaskPlan) => void
}

const named = (problem: Problem | undefined, pointer: string) =>
  problem?.errors?.find((error) => error.pointer === pointer || (error.pointer?.startsWith(`${pointer}/`) && pointer.split('/').length > 2))?.message

/**
 * A task as a form, as JSON and as a command, all of the same draft. What the server would say to it is asked while it is written,
 * so that no rule stands here a second time.
 */
export function TaskForm({ initial, id, verb, onSave }: Props) {
  const [draft, setDraft] = useState<Draft>(initial)
  const [view, setView] = useState<'form' | 'json' | 'curl'>('form')
  const [touched, setTouched] = useState(id !== undefined)
  const chosenId = id ?? textOf(draft.id)
  const definition = draft as unknown as TaskDefinition
  const settled = useSettled(draft, 350)
  const checked = useQuery({
    queryKey: ['plan', chosenId, settled],
    queryFn: () => actions.plan(chosenId, settled as unknown as TaskDefinition),
    enabled: chosenId !== '',
    retry: false,
    gcTime: 0,
    staleTime: 5000,
  })
  const problem = checked.error ? asProblem(checked.error) : undefined
  const isCurrent = settled === draft && !checked.isFetching
  const taken = id === undefined && checked.data?.wouldCreate === false
  const fault = (pointer: string) => (touched ? named(problem?.problem, pointer) : undefined)
  const change = (next: Draft) => {
    setTouched(true)
    setDraft(next)
  }
  const other = problem && (!problem.problem.errors?.length || touched) ? problem : undefined
  return (
    <div className="grid-wide edit">
      <div className="stack">
        <Segments label="View" value={view} options={[['form', 'Form'], ['json', 'JSON'], ['curl', 'curl']]} onChange={setView} />
        {view === 'form' && (
          <>
            <Card title="Task">
              <div className="stack">
                <div className="row">
                  <TextField
                    label="Name"
                    grow={2}
                    value={textOf(draft.displayName)}
                    fault={fault('/displayName')}
                    onChange={(name) => {
                      const follows = id === undefined && (textOf(draft.id) === '' || textOf(draft.id) === idOf(textOf(draft.displayName)))
                      change(changed(follows ? changed(draft, 'id', idOf(name)) : draft, 'displayName', name))
                    }}
                    autoFocus={id === undefined}
                  />
                  {id === undefined && (
                    <TextField
                      label="Id"
                      mono
                      value={textOf(draft.id)}
                      fault={taken ? `There is a task “${chosenId}” already; choose another id, or edit that one.` : fault('/id')}
                      hint="lower-case letters, digits, inner hyphens"
                      onChange={(text) => change(changed(draft, 'id', text))}
                    />
                  )}
                </div>
                <TextField label="Description" value={textOf(draft.description)} fault={fault('/description')} onChange={(text) => change(changed(draft, 'description', text))} />
                <PairsField label="Labels" names={['label', 'value']} value={draft.labels} onChange={(labels) => change(changed(draft, 'labels', labels))} />
              </div>
            </Card>
            <Card title="When">
              <ScheduleForm schedule={draft.schedule} fault={fault} onChange={(schedule) => change({ ...draft, schedule })} />
            </Card>
            <Card title="What">
              <ActionForm action={draft.action} pointer="/action" fault={fault} onChange={(action) => change({ ...draft, action })} />
            </Card>
            <Card title="How">
              <PolicyForm draft={draft} fault={fault} onChange={change} />
            </Card>
          </>
        )}
        {view === 'json' && <JsonEditor draft={draft} onChange={change} />}
        {view === 'curl' && (
          <Card title="The same as a command">
            <Copyable label="curl command" text={curl(window.location.origin, inNamespace(`/v1/tasks/${chosenId || 'my-task'}`), definition, apiKey.get() !== null)} />
          </Card>
        )}
      </div>
      <aside className="stack sticky" aria-label="What the server says">
        <SchedulePreview schedule={draft.schedule} task={chosenId} />
        {other && chosenId !== '' && <ProblemNotice error={other} />}
        {chosenId === '' && <Notice>Give it a name, or an id, to go on.</Notice>}
        <Button
          kind="primary"
          disabled={!isCurrent || !checked.data || taken}
          onClick={() => checked.data && onSave(chosenId, definition, checked.data)}
        >
          {verb}
        </Button>
      </aside>
    </div>
  )
}
