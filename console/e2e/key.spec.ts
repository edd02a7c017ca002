import { expect, expectAccessible, test } from './fixtures'

const server = process.env.PUNCTUAL_KEYED_URL ?? ''
const key = process.env.PUNCTUAL_KEY ?? ''

const keyed = async (method: string, path: string, body: unknown) => {
  const response = await fetch(server + path, { method, headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` }, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
}

test.describe('a server with an API key', () => {
  test.skip(server === '', 'PUNCTUAL_KEYED_URL names no server that has the key PUNCTUAL_KEY')
  test.use({ server, baseURL: server, allowed: [/status of 401/] })

  test('is asked with the key that one gives, also by the stream, until the tab is closed', async ({ page, context }) => {
    await keyed('PUT', '/v1/tasks/guarded', { schedule: { type: 'cron', expression: '0 5 * * *' }, action: { type: 'simulate', duration: 'PT1S' } })
    await page.goto('/tasks/guarded')
    await expect(page.getByLabel('API key')).toBeVisible()
    await expectAccessible(page)
    await page.screenshot({ path: 'target/screenshots/key-light-desktop.png' })
    await page.getByLabel('API key').fill('not-the-right-key')
    await page.getByRole('button', { name: 'Open the console' }).click()
    await expect(page.getByText('The server refused this key')).toBeVisible()
    await page.getByLabel('API key').fill(key)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'guarded' })).toBeVisible()

    // only the stream tells of this so soon, and it is open only with the key
    await expect(page.locator('.live[data-state="live"]')).toBeVisible()
    await keyed('POST', '/v1/tasks/guarded:pause', { reason: 'by somebody with the key' })
    await expect(page.getByText('Paused: by somebody with the key')).toBeVisible()

    await page.reload()
    await expect(page.getByText('Paused: by somebody with the key')).toBeVisible()
    expect(page.url()).not.toContain(key)
    expect(await context.cookies()).toEqual([])
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    const another = await context.newPage()
    await another.goto('/tasks/guarded')
    await expect(another.getByLabel('API key')).toBeVisible()
  })
})
