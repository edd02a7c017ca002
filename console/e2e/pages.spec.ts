import { expect, test, violations } from './fixtures'
import { call } from './seed'

type Named = { name: string; path: string | (() => Promise<string>); ready: string | RegExp }

/** The newest fire of a kind; the first of it may still have to come. */
const newest = async (query: string) => {
  let id: string | undefined
  await expect
    .poll(
      async () => {
        const fires = (await call('GET', `/v1/fires?pageSize=1&${query}`)) as unknown as { items: { id: string }[] }
        id = fires.items[0]?.id
        return id
      },
      { timeout: 90_000 },
    )
    .toBeTruthy()
  return `/fires/${id}`
}

// what shows a history comes last: until then there is some
const PAGES: Named[] = [
  { name: 'calendars', path: '/calendars', ready: 'the days of 4 entries' },
  { name: 'calendar', path: '/calendars/public-holidays', ready: 'December' },
  { name: 'calendar-hours', path: '/calendars/office-hours', ready: 'Add hours' },
  { name: 'calendar-union', path: '/calendars/closed', ready: 'What any of these excludes' },
  { name: 'freezes', path: '/freezes', ready: 'year end' },
  { name: 'task-frozen', path: '/tasks/invoice-run', ready: 'Frozen: year end' },
  { name: 'new', path: '/new', ready: 'Next fires' },
  { name: 'edit', path: '/tasks/nightly-report/edit', ready: 'Next fires' },
  { name: 'workers', path: '/workers', ready: 'Time-zone data' },
  { name: 'audit', path: '/audit', ready: 'Who' },
  { name: 'task-versions', path: '/tasks/nightly-report?tab=versions', ready: 'Version 2' },
  { name: 'task-audit', path: '/tasks/nightly-report?tab=audit', ready: 'Who' },
  { name: 'task-definition', path: '/tasks/nightly-report?tab=definition', ready: 'curl' },
  { name: 'tasks', path: '/tasks', ready: 'Nightly report' },
  { name: 'fires', path: '/fires', ready: 'Scheduled for' },
  { name: 'fire', path: () => newest('task=backup'), ready: 'Time line' },
  { name: 'fire-failed', path: () => newest('task=queue-drain&state=FAILED'), ready: 'Time line' },
  { name: 'task', path: '/tasks/nightly-report', ready: 'Next fires' },
  { name: 'grid', path: '/grid', ready: 'Nightly report' },
  { name: 'grid-month', path: '/grid?span=month', ready: 'Nightly report' },
  { name: 'upcoming', path: '/upcoming', ready: /Busiest instants/ },
  { name: 'now', path: '/', ready: /held for their instant/ },
]

const SIZES = { desktop: { width: 1360, height: 900 }, phone: { width: 390, height: 844 } }

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${size}, ${theme}`, () => {
      test.use({ viewport, colorScheme: theme })
      test('every page is shown and fits, and is accessible', async ({ page }) => {
        // one page after the other in one tab: a new browser for each would take most of the time
        for (const { name, path, ready } of PAGES) {
          await test.step(name, async () => {
            await page.goto(typeof path === 'string' ? path : await path())
            await expect.soft(page.getByText(ready).filter({ visible: true }).first(), name).toBeVisible()
            await expect.soft(page.getByText('Loading…'), name).toHaveCount(0)
            await expect.soft(page.locator('.live[data-state="live"]'), name).toBeVisible()
            // charts are drawn a moment after their figures have come
            await page.waitForTimeout(250)
            await page.screenshot({ path: `target/screenshots/${name}-${theme}-${size}.png` })
            const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
            expect.soft(overflow, `${name} is no wider than the screen`).toBeLessThanOrEqual(0)
            // a cell that is half under the names of the tasks is no small target: one scrolls it out
            await page.locator('.grid-wrap').evaluateAll((grids) => grids.forEach((grid) => grid.scrollTo({ left: 0 })))
            expect.soft(await violations(page), name).toEqual([])
          })
        }
      })
    })
  }
}
