/** Fills the server with tasks of all kinds and a history, so that every page has something to show. */

const base = process.env.PUNCTUAL_URL ?? 'http://127.0.0.1:8080'

export async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(base + path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
  return text ? (JSON.parse(text) as Record<string, never>) : undefined
}

const simulate = (duration: string, failureRate = 0) => ({ type: 'simulate', duration, failureRate })
const cron = (expression: string, timeZone = 'Europe/Berlin') => ({ type: 'cron', expression, timeZone })
const DAY = 86_400_000

// a schedule with calendars counts from its start, and that is to have a past
const startAt = new Date(Date.now() - 60 * DAY).toISOString()

const BACKUP = `for i in $(seq 1 40); do
  echo "::punctual progress $((i * 100 / 40)) file $i of 40"
  echo "copied /srv/data/part-$i"
  [ $((i % 9)) = 0 ] && echo "part-$i: slow disk" >&2
  sleep 1
done; exit 0`

const TASKS: Record<string, object> = {
  'nightly-report': {
    displayName: 'Nightly report',
    description: 'Sends the sales figures of the day before to finance.',
    labels: { team: 'finance', tier: 'gold' },
    schedule: { ...cron('0 2 * * MON-FRI'), gap: 'SHIFT_FORWARD', startAt, exclude: ['public-holidays'] },
    action: simulate('PT1.2S'),
  },
  'month-end-closing': {
    displayName: 'Month-end closing',
    labels: { team: 'finance' },
    schedule: { type: 'rrule', rule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', start: '2026-01-01T18:00:00', timeZone: 'Europe/Berlin' },
    action: { type: 'http', method: 'POST', url: 'https://example.com/close', body: { month: '{{scheduledFor}}' } },
  },
  'sync-inventory': { displayName: 'Sync inventory', labels: { team: 'shop' }, schedule: cron('*/10 * * * *'), action: simulate('PT0.8S') },
  'partner-import': { displayName: 'Partner import', labels: { team: 'shop' }, schedule: cron('0 */4 * * *'), action: simulate('PT0.3S', 0.25), retry: { maxAttempts: 1 } },
  heartbeat: { displayName: 'Heartbeat', labels: { team: 'ops' }, schedule: { type: 'interval', every: 'PT2S' }, action: simulate('PT0.15S') },
  'queue-drain': { displayName: 'Drain the queue', labels: { team: 'ops' }, schedule: { type: 'interval', every: 'PT4S' }, action: simulate('PT0.4S', 0.1), retry: { maxAttempts: 1 } },
  'cache-warm-up': { displayName: 'Warm up caches', labels: { team: 'shop' }, schedule: { type: 'interval', every: 'PT15S' }, action: simulate('PT12S') },
  'index-rebuild': { displayName: 'Rebuild the index', labels: { team: 'shop' }, schedule: { type: 'interval', every: 'PT20S' }, action: simulate('PT25S') },
  backup: { displayName: 'Backup', labels: { team: 'ops', tier: 'gold' }, schedule: { type: 'interval', every: 'PT10M' }, action: { type: 'command', argv: ['/bin/sh', '-c', BACKUP] }, timeout: 'PT2M' },
  'disk-check': { displayName: 'Check disks', labels: { team: 'ops' }, schedule: { type: 'interval', every: 'PT30S' }, action: { type: 'command', argv: ['/bin/sh', '-c', 'echo "all disks below 80 %"'] } },
  'customer-migration': { displayName: 'Migrate customers', schedule: { type: 'once', at: '2099-12-24T03:00:00Z' }, action: simulate('PT5M') },
  'invoice-run': { displayName: 'Invoice run', labels: { team: 'billing' }, schedule: cron('0 4 * * *'), action: simulate('PT1S') },
  // at whatever time this runs, two have their next fire in common
  'ledger-export': { displayName: 'Export the ledger', labels: { team: 'finance' }, schedule: cron('0 6 * * MON'), action: simulate('PT0.4S') },
  'access-review': { displayName: 'Review accesses', labels: { team: 'ops' }, schedule: cron('0 6 * * MON'), action: simulate('PT0.4S') },
  'price-update': { displayName: 'Update prices', labels: { team: 'shop' }, schedule: cron('30 6 * * *'), action: simulate('PT0.5S') },
}

export default async function seed() {
  await call('PUT', '/v1/calendars/public-holidays', {
    type: 'holidays',
    days: [
      { from: '2026-01-01', name: 'New Year', yearly: true },
      { from: '2026-05-01', name: 'May Day', yearly: true },
      { from: '2026-10-03', name: 'Unity Day', yearly: true },
      { from: '2026-12-25', until: '2026-12-26', name: 'Christmas', yearly: true },
    ],
  })
  await call('PUT', '/v1/calendars/weekends', { type: 'weeklyDays', days: ['SATURDAY', 'SUNDAY'] })
  await call('PUT', '/v1/calendars/office-hours', { type: 'businessHours', open: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((day) => ({ day, from: '09:00', until: '17:30' })) })
  await call('PUT', '/v1/calendars/closed', { type: 'union', of: ['public-holidays', 'weekends'] })
  for (const [id, task] of Object.entries(TASKS)) await call('PUT', `/v1/tasks/${id}`, task)
  for (let n = 0; n < 24; n++) {
    const id = `shard-${String(n).padStart(2, '0')}`
    await call('PUT', `/v1/tasks/${id}`, { displayName: `Shard ${n}`, labels: { team: 'data', shard: String(n) }, schedule: cron(`${(n * 7) % 60} ${n} * * *`), action: simulate('PT0.2S', n % 8 === 3 ? 0.3 : 0), retry: { maxAttempts: 1 } })
  }
  const now = Date.now()
  const backfill = (id: string, days: number) =>
    call('POST', `/v1/tasks/${id}:backfill`, { from: new Date(now - days * DAY).toISOString(), to: new Date(now).toISOString(), ratePerMinute: 6000 })
  for (const [id, days] of [['nightly-report', 30], ['partner-import', 12], ['price-update', 30], ['sync-inventory', 1]] as const) await backfill(id, days)
  await Promise.all(['shard-03', 'shard-05', 'shard-11'].map((id) => backfill(id, 30)))
  await call('POST', '/v1/tasks/price-update:pause', { reason: 'new price list on Monday' })
  await call('PUT', '/v1/tasks/nightly-report', { ...TASKS['nightly-report'], timeout: 'PT1M', schedule: { ...cron('30 2 * * MON-FRI'), gap: 'SHIFT_FORWARD', startAt, exclude: ['public-holidays'] } })
  // a server that was filled before has it already
  const freezes = (await call('GET', '/v1/freezes')) as unknown as { items: { label?: string; state: string }[] }
  if (!freezes.items.some(({ label, state }) => label === 'team=billing' && state === 'FROZEN')) {
    await call('POST', '/v1/freezes', { label: 'team=billing', reason: 'year end', until: new Date(now + 30 * DAY).toISOString(), catchUp: 'LAST' })
  }
  await call('POST', '/v1/tasks/backup:trigger', {})
}
