import { expect, expectAccessible, test } from './fixtures'
import { call } from './seed'

test('a cron task is built, fires live, rests, is edited after a plan, and is cancelled', async ({ page }) => {
  const id = `story-${Date.now()}`
  await page.goto('/new')
  await page.getByLabel('Name', { exact: true }).fill('A story')
  await page.getByLabel('Id', { exact: true }).fill(id)
  await page.getByRole('button', { name: 'Minutes' }).click()
  await page.getByLabel('Repeat', { exact: true }).selectOption('1')
  await expect(page.getByLabel('Expression')).toHaveValue('* * * * *')
  await expect(page.getByText(/Every minute/)).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(11)
  await page.getByLabel('Kind of action').selectOption('simulate')
  await page.getByLabel('Sleeps for').fill('2s')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Register the task' }).click()
  await expect(page.getByRole('heading', { name: 'A story' })).toBeVisible()

  // it fires at the minute, which may come at once, and the page hears of it
  await expect(page.getByText('It has not fired yet').or(page.locator('tbody .badge').first())).toBeVisible()
  await expect(page.locator('tbody .badge', { hasText: 'Succeeded' }).first()).toBeVisible({ timeout: 75_000 })

  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByLabel('Reason').fill('a test of the pause')
  await page.getByRole('button', { name: 'Pause the task' }).click()
  await expect(page.getByText('Paused: a test of the pause')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()

  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByRole('button', { name: 'Daily' }).click()
  await page.getByLabel('At', { exact: true }).fill('03:15')
  await page.getByRole('button', { name: 'See what changes' }).click()
  const plan = page.getByRole('dialog')
  await expect(plan.getByText('15 3 * * *')).toBeVisible()
  await expect(plan.getByText(/\d go$/)).toBeVisible()
  await expectAccessible(page)
  await plan.getByRole('button', { name: 'Save the new version' }).click()
  await expect(page.getByText('At 03:15')).toBeVisible()

  // the explanation of its first fire
  await page.locator('tbody a').first().click()
  await expect(page.locator('#explanation')).toContainText(/It started .* after its instant/)
  await expect(page.getByText('Claimed', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'A story' }).click()

  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Cancel the task' }).click()
  await expect(page.getByRole('dialog')).toContainText('will not take place')
  await page.getByRole('button', { name: 'Cancel “A story”' }).click()
  await expect(page.locator('.page-head .badge', { hasText: 'Cancelled' })).toBeVisible()
})

test('a mistake is told while it is written, at its field and in the words of the server', async ({ page }) => {
  await page.goto('/new')
  await page.getByLabel('Name', { exact: true }).fill('Mistake')
  await page.getByLabel('Expression').fill('0 25 * * *')
  await expect(page.getByText('25 is out of range; use 0 to 23').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Register the task' })).toBeDisabled()
  await page.getByLabel('Expression').fill('30 2 * * *')
  await page.getByLabel('Time zone').fill('Europe/Berlin')
  await page.getByLabel('Address').fill('https://example.com/hook')
  await expect(page.getByRole('button', { name: 'Register the task' })).toBeEnabled()
  await page.getByRole('button', { name: 'curl' }).click()
  await expect(page.getByLabel('curl command')).toContainText('"expression": "30 2 * * *"')
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  await expect(page.getByLabel('Definition')).toHaveValue(/"url": "https:\/\/example.com\/hook"/)
})

test('many tasks are paused at once, after a dry run', async ({ page }) => {
  const label = `batch=b${Date.now()}`
  const [key = '', value = ''] = label.split('=')
  for (const n of [1, 2, 3]) {
    await call('PUT', `/v1/tasks/${value}-${n}`, { labels: { [key]: value }, schedule: { type: 'cron', expression: '0 5 * * *' }, action: { type: 'simulate', duration: 'PT1S' } })
  }
  await page.goto(`/tasks?label=${label}`)
  await expect(page.getByText('3 shown, all that there are')).toBeVisible()
  await page.getByRole('group', { name: 'Act on many' }).getByRole('button', { name: 'Pause' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Of 3 tasks, 3')).toBeVisible()
  await dialog.getByLabel('Reason').fill('year end')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Pause 3 tasks' }).click()
  await expect(page.locator('tbody .badge', { hasText: 'Paused' })).toHaveCount(3)
})

test('the tasks of a label are frozen, and thawed', async ({ page }) => {
  const value = `f${Date.now()}`
  for (const n of [1, 2]) {
    await call('PUT', `/v1/tasks/${value}-${n}`, { labels: { part: value }, schedule: { type: 'cron', expression: '0 5 * * *' }, action: { type: 'simulate', duration: 'PT1S' } })
  }
  await page.goto('/freezes')
  await page.getByRole('button', { name: 'Freeze tasks' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Label').fill(`part=${value}`)
  await expect(dialog.getByText('2 tasks', { exact: true })).toBeVisible()
  await dialog.getByLabel('Reason').fill('stocktaking')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: `Freeze part=${value}` }).click()
  const row = page.getByRole('row', { name: value })
  await expect(row.getByText('Frozen')).toBeVisible()

  // the task says so, and what others rest with it
  await page.goto(`/tasks/${value}-1`)
  await expect(page.getByText('Frozen: stocktaking')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Resume' })).toHaveCount(0)
  await page.getByRole('main').getByRole('link', { name: 'Freezes' }).click()

  await row.getByRole('button', { name: 'Thaw' }).click()
  await expect(page.getByRole('dialog')).toContainText('2 tasks are back in force')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Thaw 2 tasks' }).click()
  await expect(row.getByText('Thawed')).toBeVisible()
  await page.goto(`/tasks/${value}-1`)
  await expect(page.locator('.page-head .badge', { hasText: 'Active' })).toBeVisible()
})

const FILE = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Punctual//Stories//EN
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20260101
SUMMARY:New Year
RRULE:FREQ=DAILY;INTERVAL=2
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20261225
DTEND;VALUE=DATE:20261227
SUMMARY:Christmas
END:VEVENT
END:VCALENDAR
`.replaceAll('\n', '\r\n')

test.describe('of calendars', () => {
  // that there is none of this name yet is an answer, too
  test.use({ allowed: [/status of 404/] })

  test('a calendar is written in a form, and replaced by a file, after it was shown which fires that touches', async ({ page }) => {
    const name = `days-${Date.now()}`
    await page.goto('/calendars')
    await page.getByRole('button', { name: 'New calendar' }).click()
    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByLabel('Name of entry 1').fill('Founders’ day')
    await page.getByLabel('First day of Founders’ day').fill('2026-06-01')
    await page.getByLabel(/^Last day of Founders/).fill('')
    await page.getByLabel('When Founders’ day comes').selectOption('once')
    await page.getByRole('button', { name: 'Add a day' }).click()
    await expect(page.getByText('Each entry needs its first day.')).toBeVisible()
    await page.getByLabel('First day of entry 2').fill('2026-07-14')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'JSON', exact: true }).click()
    await expect(page.getByLabel('Definition')).toHaveValue(/"from": "2026-07-14"/)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByRole('dialog')).toContainText('No task goes by it')
    await page.getByRole('button', { name: 'Save the calendar' }).click()
    await expect(page.getByText('Days, version 1')).toBeVisible()

    const startAt = new Date(Date.now() - 86_400_000).toISOString()
    await call('PUT', `/v1/tasks/${name}`, { schedule: { type: 'cron', expression: '0 5 * * *', startAt, exclude: [name] }, action: { type: 'simulate', duration: 'PT1S' } })
    await page.getByRole('button', { name: 'Import' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('iCalendar file').setInputFiles({ name: 'holidays.ics', mimeType: 'text/calendar', buffer: Buffer.from('SUMMARY:no calendar') })
    await expect(dialog.getByText(/does not begin with BEGIN:VCALENDAR/)).toBeVisible()
    await dialog.getByLabel('iCalendar file').setInputFiles({ name: 'holidays.ics', mimeType: 'text/calendar', buffer: Buffer.from(FILE) })
    await expect(dialog.getByText('2 events in holidays.ics.')).toBeVisible()
    await expect(dialog.getByText(/\d+ fires go/)).toBeVisible()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Replace its days' }).click()
    await expect(page.getByText('Days, version 2')).toBeVisible()
    await expect(page.getByLabel('Name of entry 1')).toHaveValue('New Year')
  })
})

test('the palette finds a task and goes there by the keyboard alone', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Now' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('closing')
  await expect(page.getByRole('option', { name: /Month-end closing/ })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/tasks\/month-end-closing/)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('dark theme')
  await expect(page.getByRole('option', { name: 'Dark theme' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('a running command shows what it writes, and can be stopped', async ({ page }) => {
  const id = `talker-${Date.now()}`
  await call('PUT', `/v1/tasks/${id}`, {
    schedule: { type: 'once', at: '2099-01-01T00:00:00Z' },
    timeout: 'PT1M',
    action: { type: 'command', argv: ['/bin/sh', '-c', 'for i in $(seq 1 50); do echo "line $i"; sleep 1; done'] },
  })
  await page.goto(`/tasks/${id}`)
  await page.getByRole('button', { name: 'Trigger' }).click()
  await page.getByRole('button', { name: 'Fire it now' }).click()
  await expect(page.getByLabel('Output')).toContainText('line 3', { timeout: 20_000 })
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('button', { name: 'Cancel the fire' }).click()
  await expect(page.locator('.page-head .badge', { hasText: 'Cancelled' })).toBeVisible()
})

test('past instants are run after a dry run', async ({ page }) => {
  const id = `past-${Date.now()}`
  await call('PUT', `/v1/tasks/${id}`, { schedule: { type: 'cron', expression: '0 * * * *' }, action: { type: 'simulate', duration: 'PT0.05S' } })
  await page.goto(`/tasks/${id}`)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Run past instants' }).click()
  await expect(page.getByRole('dialog').getByText('24 instants', { exact: true })).toBeVisible()
  await page.getByLabel('A minute, at most').fill('600')
  await page.getByRole('button', { name: 'Run 24 instants' }).click()
  await expect(page.getByText('24 of 24')).toBeVisible({ timeout: 30_000 })
  await expect(page.locator('tbody .badge', { hasText: 'Succeeded' }).first()).toBeVisible()
})

test('what is shown follows what others do', async ({ page }) => {
  const id = `watched-${Date.now()}`
  await call('PUT', `/v1/tasks/${id}`, { schedule: { type: 'cron', expression: '0 5 * * *' }, action: { type: 'simulate', duration: 'PT1S' } })
  await page.goto(`/tasks/${id}`)
  await expect(page.locator('.live[data-state="live"]')).toBeVisible()
  await call('POST', `/v1/tasks/${id}:pause`, { reason: 'by somebody else' })
  await expect(page.getByText('Paused: by somebody else')).toBeVisible()
})

test.describe('without the server', () => {
  test.use({ allowed: [/Failed to load resource: net::ERR/] })

  test('the console says that it is not connected, and goes on when it is again', async ({ page }) => {
    await page.route('**/v1/**', (route) => route.abort())
    await page.goto('/tasks')
    await expect(page.getByText('Not connected.')).toBeVisible()
    await page.unroute('**/v1/**')
    await expect(page.locator('.live[data-state="live"]')).toBeVisible({ timeout: 20_000 })
    await expect(page.getByText('Not connected.')).toHaveCount(0)
    await page.getByRole('link', { name: 'Calendars' }).click()
    await expect(page.getByRole('link', { name: 'public-holidays' })).toBeVisible()
  })
})
