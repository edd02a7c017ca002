import { Ban, Check, CircleDashed, CirclePause, Clock4, HelpCircle, Play, RotateCw, SkipForward, TimerOff, X, type LucideIcon } from 'lucide-react'
import type { FireState, TaskState } from '../api/types'

type Look = { word: string; tone: '' | 'good' | 'bad' | 'warn' | 'lost' | 'active'; icon: LucideIcon; letter: string }

/** How each state looks: a word, a colour, and a shape or letter for those who do not tell the colours apart. */
export const FIRE_LOOKS: Record<FireState, Look> = {
  PENDING: { word: 'Pending', tone: '', icon: CircleDashed, letter: '…' },
  RUNNING: { word: 'Running', tone: 'active', icon: Play, letter: '▸' },
  RETRYING: { word: 'Retrying', tone: 'warn', icon: RotateCw, letter: '↻' },
  SUCCEEDED: { word: 'Succeeded', tone: 'good', icon: Check, letter: '' },
  FAILED: { word: 'Failed', tone: 'bad', icon: X, letter: '✕' },
  TIMED_OUT: { word: 'Timed out', tone: 'bad', icon: TimerOff, letter: 'T' },
  CANCELLED: { word: 'Cancelled', tone: '', icon: Ban, letter: 'C' },
  SKIPPED: { word: 'Skipped', tone: '', icon: SkipForward, letter: 'S' },
  LOST: { word: 'Lost', tone: 'lost', icon: HelpCircle, letter: '?' },
}

export const TASK_LOOKS: Record<TaskState, Look> = {
  ACTIVE: { word: 'Active', tone: 'good', icon: Clock4, letter: 'A' },
  PAUSED: { word: 'Paused', tone: 'warn', icon: CirclePause, letter: 'P' },
  COMPLETED: { word: 'Completed', tone: '', icon: Check, letter: 'D' },
  CANCELLED: { word: 'Cancelled', tone: '', icon: Ban, letter: 'C' },
}

export const FIRE_STATES = Object.keys(FIRE_LOOKS) as FireState[]
export const TASK_STATES = Object.keys(TASK_LOOKS) as TaskState[]
export const OPEN_STATES: FireState[] = ['PENDING', 'RUNNING', 'RETRYING']
export const isFinal = (state: FireState) => !OPEN_STATES.includes(state)

function Badge({ look, more }: { look: Look; more?: string }) {
  const Icon = look.icon
  return (
    <span className={`badge ${look.tone}`}>
      <Icon aria-hidden />
      {look.word}
      {more && <span>· {more}</span>}
    </span>
  )
}

export const FireBadge = ({ state, more }: { state: FireState; more?: string }) => <Badge look={FIRE_LOOKS[state]} more={more} />
export const TaskBadge = ({ state }: { state: TaskState }) => <Badge look={TASK_LOOKS[state]} />

/** From here on a fire counts as late in the console: the second within which nobody minds is over. */
export const LATE_MILLIS = 1000

export const REASONS: Record<string, string> = {
  OVERLAP: 'earlier fire still ran',
  PAUSED: 'paused',
  CATCH_UP: 'missed',
  CALENDAR: 'calendar',
  USER: 'by a user',
}

export const TRIGGERS: Record<string, string> = {
  SCHEDULE: 'Schedule',
  MANUAL: 'Manual',
  BACKFILL: 'Backfill',
  DEPENDENCY: 'Another task',
  ON_FAILURE: 'After a failure',
  ON_SUCCESS: 'After a success',
  ON_LATE: 'After lateness',
}
