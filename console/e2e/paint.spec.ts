import { expect, test } from './fixtures'

// what a trace takes would be measured, too
test.use({ trace: 'off' })

test('the first paint is quick', async ({ page }) => {
  await page.goto('/')
  await page.getByText('Lateness, last hour').waitFor()
  const figures = await page.evaluate(() => performance.now())
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)
  const bytes = await page.evaluate(() => performance.getEntriesByType('resource').reduce((sum, entry) => sum + ((entry as PerformanceResourceTiming).name.includes('/assets/') ? (entry as PerformanceResourceTiming).encodedBodySize : 0), 0))
  console.log(`first contentful paint after ${paint.toFixed(0)} ms, figures after ${figures.toFixed(0)} ms, ${(bytes / 1024).toFixed(0)} KiB of scripts and styles`)
  expect(bytes, 'the budget of the first load').toBeLessThan(300 * 1024)
  expect(paint).toBeLessThan(5000)
})
