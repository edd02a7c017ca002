import type { Fire } from '../api/types'
import { REASONS } from '../ui/states'
import { duration } from './time'

export type Moment = { name: string; at: string; note?: string }

const ms = (from: string, to: string) => Date.parse(to) - Date.parse(from)

/** The moments of a fire's life in order. It is woken before its instant when all is well, and then that comes first. */
export function moments(fire: Fire): Moment[] {
  const first = fire.attempts?.find(({ number }) => number === 1)
  const claimed = first?.claimedAt ?? fire.claimedAt
  const started = first?.startedAt ?? fire.startedAt
  const list: Moment[] = [{ name: 'Scheduled', at: fire.scheduledFor, note: 'its instant' }]
  if (fire.wokenAt) {
    const early = ms(fire.wokenAt, fire.scheduledFor) >= 0
    list.splice(early ? 0 : 1, 0, { name: 'Woken', at: fire.wokenAt, note: early ? 'Temporal had rung; a worker held it for its instant' : 'only then had Temporal rung, and a worker taken it up' })
  }
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

const ASKED: Fire['trigger'][] = ['MANUAL', 'DEPENDENCY']
const BY_THE_QUEUE = 'a fire that is asked for goes through the queue like any other.'

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
    const list = moments(fire)
    const claimed = list.find(({ name }) => name === 'Claimed')
    const started = list.find(({ name }) => name === 'Started')
    if (claimed) said.push(...woken(fire, claimed.at))
    if (late >= 100 && claimed && started) {
      const waited = ms(fire.scheduledFor, claimed.at)
      const prepared = ms(claimed.at, started.at)
      if (waited < prepared) {
        said.push(`${duration(prepared)} of it passed between claim and start: the worker was busy, or its commit was slow.`)
      } else if (!fire.wokenAt || ms(fire.scheduledFor, fire.wokenAt) <= waited / 2) {
        said.push(`${duration(waited)} of it passed before the claim: ${whyLate(fire, waited)}`)
      }
    }
  }
  if (why) said.push(`${why[0]?.toUpperCase()}${why.slice(1)}.`)
  if (fire.detail) said.push(`${fire.detail[0]?.toUpperCase()}${fire.detail.slice(1)}.`)
  return said
}

/** When the bell rang, and what that has to do with its lateness. */
function woken(fire: Fire, claimedAt: string): string[] {
  if (!fire.wokenAt) return []
  const claimed = Math.max(0, ms(fire.scheduledFor, claimedAt))
  const late = ms(fire.scheduledFor, fire.wokenAt)
  if (late <= 0) return [`Temporal had rung, and a worker held it from ${duration(-late)} before the instant; it was claimed ${duration(claimed)} after it.`]
  const taken = `Only ${duration(late)} after the instant was it taken up by a worker.`
  return late > claimed / 2 ? [`${taken} That is why it was late: ${whyWokenLate(fire, late)}`] : [taken]
}

function whyWokenLate(fire: Fire, late: number) {
  if (late < 10_000 && ASKED.includes(fire.trigger)) return BY_THE_QUEUE
  if (late >= 10_000) return 'no worker or no Temporal was there, an earlier fire of the task still ran, or it was changed or resumed only then; what was missed is caught up.'
  return 'Temporal rang late, the worker that was to hold it vanished, or an earlier fire of the task had only just ended.'
}

function whyLate(fire: Fire, waited: number) {
  if (ASKED.includes(fire.trigger)) return BY_THE_QUEUE
  if (waited >= 10_000) return 'either an earlier fire still ran, it waited in a line, or no worker was there; it was then caught up.'
  return 'an earlier fire still ran, it went through its queue, or the workers were busy.'
}
