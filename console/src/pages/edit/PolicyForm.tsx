import { useSystem } from '../../api/useSystem'
import { actionOf, changed, textOf, type Draft, type Loose } from '../../lib/draft'
import { Check, Choice, TextField } from '../../ui/Field'
import { ActionForm } from './ActionForm'
import { DurationField, LinesField } from './inputs'

type Props = { draft: Draft; fault: (pointer: string) => string | undefined; onChange: (draft: Draft) => void }

const OVERLAPS: [string, string][] = [
  ['', 'SKIP: the instant is skipped'],
  ['BUFFER_ONE', 'BUFFER_ONE: one waits'],
  ['BUFFER_ALL', 'BUFFER_ALL: all wait, in order'],
  ['CANCEL_RUNNING', 'CANCEL_RUNNING: the earlier one is asked to stop'],
  ['TERMINATE_RUNNING', 'TERMINATE_RUNNING: the earlier one is stopped at once'],
  ['ALLOW_ALL', 'ALLOW_ALL: it starts beside it'],
]

/** What holds around the action: how long, how often again, what when instants are missed or overlap. */
export function PolicyForm({ draft, fault, onChange }: Props) {
  const { data: system } = useSystem()
  const set = (name: string, value: unknown) => onChange(changed(draft, name, value))
  const inner = (part: 'retry' | 'catchUp' | 'concurrency', name: string, value: unknown) => set(part, changed((draft[part] ?? {}) as object, name, value))
  const retry = (draft.retry ?? {}) as Loose
  const catchUp = (draft.catchUp ?? {}) as Loose
  const concurrency = (draft.concurrency ?? {}) as Loose
  const number = (text: string) => (text === '' ? undefined : Number(text))
  return (
    <div className="stack">
      <div className="row">
        <DurationField label="Timeout of an attempt" value={draft.timeout} fault={fault('/timeout')} hint="30 s when left empty" onChange={(timeout) => set('timeout', timeout)} />
        <TextField label="Attempts" type="number" value={textOf(retry.maxAttempts)} fault={fault('/retry/maxAttempts')} onChange={(text) => inner('retry', 'maxAttempts', number(text))} />
        <DurationField label="First retry after" value={retry.initialInterval} fault={fault('/retry/initialInterval')} onChange={(span) => inner('retry', 'initialInterval', span)} />
        <TextField label="then times" type="number" value={textOf(retry.backoffCoefficient)} fault={fault('/retry/backoffCoefficient')} onChange={(text) => inner('retry', 'backoffCoefficient', number(text))} />
        <DurationField label="at most" value={retry.maxInterval} fault={fault('/retry/maxInterval')} onChange={(span) => inner('retry', 'maxInterval', span)} />
      </div>
      <div className="row">
        <Choice label="When the fire before still runs" grow={2} value={draft.overlapPolicy === 'SKIP' ? '' : textOf(draft.overlapPolicy)} options={OVERLAPS} fault={fault('/overlapPolicy')} onChange={(policy) => set('overlapPolicy', policy)} />
        <Choice
          label="Missed instants"
          value={textOf(catchUp.policy)}
          options={[
            ['', 'LAST: run the latest'],
            ['ALL', 'ALL: run each'],
            ['NONE', 'NONE: run none'],
          ]}
          fault={fault('/catchUp/policy')}
          onChange={(policy) => inner('catchUp', 'policy', policy)}
        />
        <DurationField label="if not older than" value={catchUp.window} fault={fault('/catchUp/window')} hint="1 h when left empty" onChange={(window) => inner('catchUp', 'window', window)} />
        <Choice
          label="When a worker vanishes"
          value={draft.delivery === 'AT_MOST_ONCE' ? 'AT_MOST_ONCE' : ''}
          options={[
            ['', 'try again'],
            ['AT_MOST_ONCE', 'never run it twice'],
          ]}
          fault={fault('/delivery')}
          onChange={(delivery) => set('delivery', delivery)}
        />
      </div>
      <details className="more" open={Boolean(draft.queue && draft.queue !== 'default') || Boolean(draft.concurrency) || undefined}>
        <summary>Queue, priority, concurrency, retention</summary>
        <div className="row">
          <Choice label="Queue" value={textOf(draft.queue)} options={[['', 'default'], ...[...new Set([...(system?.queues ?? []), ...(draft.queue ? [draft.queue] : [])])].filter((name) => name !== 'default').map((name): [string, string] => [name, name])]} fault={fault('/queue')} onChange={(queue) => set('queue', queue)} />
          <Choice label="Priority" value={draft.priority === undefined ? '' : String(draft.priority)} options={[['', '3, as usual'], ['1', '1, the highest'], ['2', '2'], ['3', '3'], ['4', '4'], ['5', '5, the lowest']]} fault={fault('/priority')} onChange={(text) => set('priority', number(text))} />
          <TextField label="Concurrency key" value={textOf(concurrency.key)} fault={fault('/concurrency/key')} hint="shared by all tasks that name it" onChange={(key) => inner('concurrency', 'key', key)} />
          <TextField label="At once" type="number" value={textOf(concurrency.limit)} fault={fault('/concurrency/limit')} onChange={(text) => inner('concurrency', 'limit', number(text))} />
          <DurationField label="History is kept" value={draft.retention} fault={fault('/retention')} hint="as the operator says when left empty" onChange={(span) => set('retention', span)} />
          <TextField label="Fairness key" value={textOf(draft.fairnessKey)} fault={fault('/fairnessKey')} onChange={(key) => set('fairnessKey', key)} />
          <LinesField label="Errors that are not tried again" rows={1} value={retry.nonRetryable} fault={fault('/retry/nonRetryable')} hint="HTTP_4XX, EXIT_2, …" onChange={(list) => inner('retry', 'nonRetryable', list)} />
        </div>
      </details>
      <FollowUps draft={draft} fault={fault} onChange={onChange} />
    </div>
  )
}

const FOLLOWS = [
  ['onFailure', 'When it has failed for good'],
  ['onSuccess', 'When it has succeeded'],
] as const

function FollowUps({ draft, fault, onChange }: Props) {
  const late = draft.onLate as { after?: string; action: Loose } | undefined
  return (
    <details className="more" open={Boolean(draft.onFailure || draft.onSuccess || draft.onLate) || undefined}>
      <summary>What follows</summary>
      <div className="stack">
        {FOLLOWS.map(([name, label]) => (
          <fieldset key={name} className="follow">
            <legend>
              <Check label={label} checked={draft[name] !== undefined} onChange={(on) => onChange(changed(draft, name, on ? actionOf('http') : undefined))} />
            </legend>
            {draft[name] && <ActionForm action={draft[name] as Loose} pointer={`/${name}`} fault={fault} onChange={(action) => onChange(changed(draft, name, action))} />}
          </fieldset>
        ))}
        <fieldset className="follow">
          <legend>
            <Check label="When it starts late" checked={late !== undefined} onChange={(on) => onChange(changed(draft, 'onLate', on ? { after: 'PT1M', action: actionOf('http') } : undefined))} />
          </legend>
          {late && (
            <div className="stack">
              <DurationField label="Late is more than" value={late.after} fault={fault('/onLate/after')} onChange={(after) => onChange(changed(draft, 'onLate', { ...late, after }))} />
              <ActionForm action={late.action} pointer="/onLate/action" fault={fault} onChange={(action) => onChange(changed(draft, 'onLate', { ...late, action }))} />
            </div>
          )}
        </fieldset>
      </div>
    </details>
  )
}
