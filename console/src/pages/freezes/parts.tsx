import { Link } from '@tanstack/react-router'
import { Check, Snowflake, Sun } from 'lucide-react'
import type { CatchUpPolicy, Freeze } from '../../api/types'

const LOOKS = {
  FROZEN: { word: 'Frozen', tone: 'active', icon: Snowflake },
  THAWING: { word: 'Thawing', tone: 'warn', icon: Sun },
  THAWED: { word: 'Thawed', tone: '', icon: Check },
} as const

export function FreezeBadge({ state }: { state: Freeze['state'] }) {
  const { word, tone, icon: Icon } = LOOKS[state]
  return (
    <span className={`badge ${tone}`}>
      <Icon aria-hidden />
      {word}
    </span>
  )
}

/** Which tasks, in words. */
export const scopeWords = (freeze: Pick<Freeze, 'label'>) => (freeze.label ? `the tasks with ${freeze.label}` : 'all tasks of the namespace')

export function Scope({ freeze }: { freeze: Freeze }) {
  return (
    <Link to="/tasks" search={freeze.label ? { label: [freeze.label] } : {}}>
      {freeze.label ?? 'All tasks of the namespace'}
    </Link>
  )
}

/** What becomes of the instants that pass meanwhile. */
export function catchUpWords(policy: CatchUpPolicy | undefined) {
  switch (policy) {
    case 'NONE':
      return 'none is run'
    case 'LAST':
      return 'the latest is run'
    case 'ALL':
      return 'each is run'
    case undefined:
      return 'as each task says'
  }
}
