import type { Action } from '../../api/types'
import { useSystem } from '../../api/useSystem'
import { actionOf, changed, textOf, type Loose } from '../../lib/draft'
import { ACTION_NAMES } from '../../lib/words'
import { Check, Choice, TextField } from '../../ui/Field'
import { Notice } from '../../ui/Feedback'
import { DurationField, JsonField, LinesField, PairsField } from './inputs'

type Props = { action: Loose; pointer: string; fault: (pointer: string) => string | undefined; onChange: (action: Loose) => void }

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'].map((method): [string, string] => [method, method])
const FILLED = 'Filled in: {{scheduledFor}}, {{fireId}}, {{attempt}}, {{task}}, {{input}}.'

/** What is done, for each kind of action. */
export function ActionForm({ action, pointer, fault, onChange }: Props) {
  const { data: system } = useSystem()
  const type = action.type as Action['type']
  const set = (name: string, value: unknown) => onChange(changed(action, name, value))
  const text = (name: string, value: string) => onChange({ ...action, [name]: value })
  const of = (name: string) => fault(`${pointer}/${name}`)
  return (
    <div className="stack">
      <Choice<Action['type']> label="Kind of action" value={type} options={Object.entries(ACTION_NAMES) as [Action['type'], string][]} fault={fault(`${pointer}/type`)} onChange={(next) => onChange(actionOf(next))} />
      {type === 'http' && (
        <>
          <div className="row">
            <Choice label="Method" value={textOf(action.method) || 'GET'} options={METHODS} fault={of('method')} onChange={(method) => set('method', method)} />
            <TextField label="Address" grow={4} mono value={textOf(action.url)} placeholder="https://example.com/hook" fault={of('url')} onChange={(url) => text('url', url)} />
          </div>
          <JsonField label="Body: a text, or JSON" value={action.body} fault={of('body')} hint={FILLED} onChange={(body) => set('body', body)} />
          <PairsField label="Headers" names={['header', 'value']} value={action.headers} onChange={(headers) => set('headers', headers)} />
          <div className="row">
            <LinesField label="Counts as success" rows={1} value={action.expectStatus} fault={of('expectStatus')} hint="2xx, 204, … one in each line; 2xx when left empty" onChange={(list) => set('expectStatus', list)} />
            <TextField label="Signing secret" value={textOf(action.signingSecret)} fault={of('signingSecret')} hint="the name of a secret of the operator" onChange={(name) => set('signingSecret', name)} />
          </div>
          <Check label="Follow redirects" checked={action.followRedirects === true} onChange={(on) => set('followRedirects', on || undefined)} />
        </>
      )}
      {type === 'command' && (
        <>
          {system && !system.features.command && <Notice tone="warn">Commands are off on this server: the operator lists programs in punctual.actions.command.allow.</Notice>}
          <LinesField label="Program and arguments, one in each line" rows={4} value={action.argv} fault={of('argv')} hint={`The program by its absolute path. No shell reads them. ${FILLED}`} onChange={(argv) => onChange({ ...action, argv })} />
          <PairsField label="Environment" names={['variable', 'value']} value={action.env} onChange={(env) => set('env', env)} />
          <div className="row">
            <TextField label="Working directory" mono value={textOf(action.workingDirectory)} fault={of('workingDirectory')} onChange={(path) => set('workingDirectory', path)} />
            <DurationField label="CPU limit" value={(action.limits as Loose | undefined)?.cpu} fault={of('limits/cpu')} onChange={(cpu) => set('limits', changed((action.limits as object) ?? {}, 'cpu', cpu))} />
            <TextField label="Memory limit" value={textOf((action.limits as Loose | undefined)?.memory)} placeholder="256MiB" fault={of('limits/memory')} onChange={(memory) => set('limits', changed((action.limits as object) ?? {}, 'memory', memory))} />
          </div>
        </>
      )}
      {type === 'sql' && (
        <>
          {system && system.features.sql.length === 0 && <Notice tone="warn">This server has no data source: the operator names them in its settings.</Notice>}
          <TextField label="Data source" value={textOf(action.dataSource)} placeholder={system?.features.sql[0]} fault={of('dataSource')} onChange={(name) => text('dataSource', name)} />
          <TextField label="Statement" rows={5} value={textOf(action.statement)} fault={of('statement')} hint="One statement, with ? for each parameter." onChange={(statement) => text('statement', statement)} />
          <JsonField label="Parameters: a JSON list" rows={2} value={action.parameters} fault={of('parameters')} hint={FILLED} onChange={(list) => set('parameters', list)} />
        </>
      )}
      {(type === 'activity' || type === 'workflow') && (
        <>
          <div className="row">
            <TextField label="Task queue" value={textOf(action.taskQueue)} fault={of('taskQueue')} hint="that your Temporal worker listens on" onChange={(name) => text('taskQueue', name)} />
            {type === 'activity' ? (
              <TextField label="Activity" value={textOf(action.activityType)} fault={of('activityType')} onChange={(name) => text('activityType', name)} />
            ) : (
              <TextField label="Workflow" value={textOf(action.workflowType)} fault={of('workflowType')} onChange={(name) => text('workflowType', name)} />
            )}
            {type === 'activity' && <DurationField label="Longest silence" value={action.heartbeatTimeout} fault={of('heartbeatTimeout')} hint="between heartbeats" onChange={(span) => set('heartbeatTimeout', span)} />}
          </div>
          <JsonField label="Arguments: a JSON list" rows={3} value={action.input} fault={of('input')} hint={FILLED} onChange={(list) => set('input', list)} />
        </>
      )}
      {type === 'trigger' && (
        <>
          <TextField label="Task to fire" value={textOf(action.task)} fault={of('task')} onChange={(task) => text('task', task)} />
          <JsonField label="Input" rows={3} value={action.input} fault={of('input')} hint={FILLED} onChange={(input) => set('input', input)} />
        </>
      )}
      {type === 'simulate' && (
        <>
          <div className="row">
            <DurationField label="Sleeps for" value={typeof action.duration === 'object' ? undefined : action.duration} fault={of('duration')} onChange={(span) => set('duration', span)} />
            <TextField label="Share of attempts that fail" type="number" value={textOf(action.failureRate)} fault={of('failureRate')} hint="0 to 1" onChange={(rate) => set('failureRate', rate === '' ? undefined : Number(rate))} />
          </div>
          <JsonField label="Output" rows={2} value={action.output} fault={of('output')} onChange={(output) => set('output', output)} />
        </>
      )}
    </div>
  )
}
