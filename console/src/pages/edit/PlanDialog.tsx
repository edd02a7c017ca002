import type { TaskPlan } from '../../api/types'
import { Changes } from '../../ui/Changes'
import { ActDialog } from '../../ui/Dialog'
import { Notice } from '../../ui/Feedback'
import { Instants } from '../../ui/Instants'
import { Time } from '../../ui/Time'

type Props = { plan: TaskPlan; name: string; save: () => Promise<unknown>; onClose: () => void }

/** What a new definition would change, before it is saved: field by field, and fire by fire. */
export function PlanDialog({ plan, name, save, onClose }: Props) {
  const changes = (plan.changes ?? []).map(({ pointer = '', before, after }) => ({ pointer, before: before as unknown, after: after as unknown }))
  const fires = (plan.added?.length ?? 0) + (plan.removed?.length ?? 0) + (plan.moved?.length ?? 0)
  return (
    <ActDialog wide title={`What changes in “${name}”`} verb="Save the new version" disabled={changes.length === 0} onClose={onClose} act={save}>
      {changes.length === 0 ? <Notice>Nothing differs from the present version.</Notice> : <Changes changes={changes} />}
      {plan.notes?.map((note) => (
        <Notice key={note}>{note}</Notice>
      ))}
      {plan.added && changes.length > 0 && (
        <Notice tone={plan.removed?.length ? 'warn' : ''}>
          {fires === 0 ? (
            'Its fires stay as they are.'
          ) : (
            <>
              <strong>Fires{plan.until && <> up to <Time at={plan.until} full /></>}{plan.truncated ? ', and perhaps more after it' : ''}:</strong>
              <div className="row plan-fires">
                <Instants title="come" instants={plan.added} />
                <Instants title="go" instants={plan.removed} />
                <Instants title="move, now at" instants={plan.moved?.map(({ to }) => to)} />
              </div>
            </>
          )}
        </Notice>
      )}
    </ActDialog>
  )
}
