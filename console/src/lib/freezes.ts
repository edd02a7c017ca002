import type { Task } from '../api/types'

/** As the server words the reason of a pause that a freeze brought: its id, then what its maker said. */
const BY_FREEZE = /^freeze ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:: ([\s\S]*))?$/

/** The freeze because of which the task rests; undefined when it is in force, or was paused by itself. */
export function freezeOf(task: Pick<Task, 'state' | 'pause'>): { id: string; reason?: string } | undefined {
  const match = task.state === 'PAUSED' ? BY_FREEZE.exec(task.pause?.reason ?? '') : null
  return match ? { id: match[1]!, reason: match[2] } : undefined
}
