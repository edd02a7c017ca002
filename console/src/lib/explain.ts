import type { Fire } from '../api/types'
import { REASONS } from '../ui/states'
import { duration } from './time'

export type Moment = { name: string; at: string; note?: string }

const ms = (from: string, to: string) => Date.parse(to) - Date.parse(from)

/** The moments of a fire's life in order, each with how long it took since the one before. */
export function moments(fire: Fire): Moment[] {
  const first = fire.attempts?.find(({ number }) => number === 1)
  const claimed = first?.claimedAt ?? fire.claimedAt
  const started = first?.startedAt ?? fire.startedAt
  const list: Moment[] = [{ name: 'Scheduled', at: fire.scheduledFor }]
  if (claimed) list.push({ name: 'Claimed', at: claimed, note: 'the book recorded who runs it, once and for all' })
  if (started) list.push({ name: 'Started', at: started, note: 'the action began' })
  if (fire.finishedAt) list.push({ name: 'Finished', at: fire.finishedAt })
  return list
}

const TRIGGERED: Partial<Record<Fire['trigger'], string>> = {
  MANUAL: 'a user asked for it',
  DEPENDENCY: 'another fire asked for it',
  BACKFILL: 'its instant was past when the backfill was asked for, so it has no lateness',
  ON_FAILURE: 'it follows a fire that failed',
  ON_SUCCESS: 'it follows a fire that succeeded',
  ON_LATE: 'it follows a fire that was late',
}

/** How late a fire was, and why, in words. */
export function explain(fire: Fire): string[] {
  const said: string[] = []
  const why = TRIGGERED[fire.trigger]
  if (fire.state === 'SKIPPED') {
    const many = fire.covers && fire.covers > 1 ? `${fire.covers} instants were` : 'This instant was'
    said.push(`${many} not acted on: ${fire.reason ? REASONS[fire.reason] : 'no reason is known'}${fire.detail ? ` (${fire.detail})` : ''}.`)
    return said
  }
  if (fire.state === 'PENDING') {
    if (fire.waitsFor) {
      const { concurrencyKey, limit, ahead } = fire.waitsFor
      said.push(`It waits for a slot of “${concurrencyKey}”: ${limit} may run at once, and ${ahead} ${ahead === 1 ? 'is' : 'are'} before it in the line.`)
    } else said.push('It waits for its start.')
  }
  if (fire.state === 'RUNNING') said.push(fire.attempt > 1 ? `Attempt ${fire.attempt} is running.` : 'It is running.')
  if (fire.state === 'RETRYING') said.push(`Attempt ${fire.attempt} did not succeed; the next one starts${fire.dueAt ? ' at the instant shown below' : ' soon'}.`)
  if (fire.stopping) said.push('It was asked to stop, and its worker has not answered yet.')
  const late = fire.latenessMillis
  if (late !== undefined) {
    if (late < 100) said.push(`It started ${duration(late)} after its instant: on time.`)
    else if (late < 1000) said.push(`It started ${duration(late)} after its instant.`)
    else said.push(`It started ${duration(late)} late.`)
    const [, claimed, started] = moments(fire)
    if (late >= 100 && claimed?.name === 'Claimed' && started?.name === 'Started') {
      const waited = ms(fire.scheduledFor, claimed.at)
      const prepared = ms(claimed.at, started.at)
      if (waited >= prepared) {
        said.push(`${duration(waited)} of it passed before the claim: ${whyLate(fire, waited)}`)
      } else {
        said.push(`${duration(prepared)} of it passed between claim and start: the worker was busy, or its commit was slow.`)
      }
    }
  }
  if (why) said.push(`${why[0]?.toUpperCase()}${why.slice(1)}.`)
  if (fire.detail) said.push(`${fire.detail[0]?.toUpperCase()}${fire.detail.slice(1)}.`)
  return said
}

function whyLate(fire: Fire, waited: number) {
  if (fire.trigger === 'MANUAL' || fire.trigger === 'DEPENDENCY') return 'a fire that is asked for goes through the queue like any other.'
  if (waited >= 10_000) return 'either an earlier fire still ran, it waited in a line, or no worker was there; it was then caught up.'
  return 'an earlier fire still ran, it went through its queue, or the workers were busy.'
}
