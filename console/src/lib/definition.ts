import type { Task, TaskDefinition } from '../api/types'

const READ_ONLY = ['state', 'version', 'nextFireAt', 'lastFire', 'pause', 'engine', 'createTime', 'updateTime', 'tzdataVersion', 'recent'] as const

/** What of a task its user decides: as PUT takes it. */
export function definitionOf(task: Task | TaskDefinition): TaskDefinition {
  const copy: Record<string, unknown> = { ...task }
  for (const name of READ_ONLY) delete copy[name]
  return copy as TaskDefinition
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The same as a command line. The key stands for itself: what is pasted somewhere must not carry it. */
export function curl(origin: string, path: string, body: unknown, withKey: boolean) {
  return [
    `curl -X PUT ${quoted(origin + path)}`,
    `  -H 'Content-Type: application/json'`,
    ...(withKey ? [`  -H "Authorization: Bearer $PUNCTUAL_KEY"`] : []),
    `  -d ${quoted(JSON.stringify(body, null, 2))}`,
  ].join(' \\\n')
}
