import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test as base, expect, type Page } from '@playwright/test'

export { expect }

// the server's no to what is being typed is an answer, and browsers write it down as an error all the same
const EXPECTED = [/status of 422/]

type Watched = { allowed: RegExp[]; server: string }

/** A page on which any error that the browser writes down fails the test: of scripts, of requests, of the security policy. */
export const test = base.extend<Watched & { page: Page }>({
  allowed: async ({}, use) => {
    await use([])
  },
  server: [process.env.PUNCTUAL_URL!, { option: true }],
  page: async ({ page, allowed, server }, use) => {
    const faults: string[] = []
    page.on('console', (message) => {
      const text = message.text()
      if (['error', 'warning'].includes(message.type()) && ![...EXPECTED, ...allowed].some((known) => known.test(text))) {
        faults.push(`${message.type()}: ${text} (${message.location().url})`)
      }
    })
    page.on('pageerror', (error) => faults.push(`${error.stack ?? error.message}`))
    page.on('request', (request) => {
      const origin = new URL(request.url()).origin
      if (origin !== new URL(server).origin && !request.url().startsWith('data:')) faults.push(`a request left the server: ${request.url()}`)
    })
    await use(page)
    expect(faults).toEqual([])
  },
})

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = { id: string; help: string; nodes: { target: string[]; failureSummary: string }[] }

/** What axe finds against WCAG 2.2 AA and its own good practice. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run: (context: Document, options: object) => Promise<{ violations: Violation[] }> } }).axe.run
    return (await run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
  })
  return found.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 4).map((node) => `  ${node.target.join(' ')}: ${node.failureSummary.replaceAll('\n', ' ')}`).join('\n')}`,
  )
}

export const expectAccessible = async (page: Page) => expect(await violations(page)).toEqual([])
