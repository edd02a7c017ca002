import { defineConfig } from '@playwright/test'

const executablePath = process.env.CHROMIUM

/** Whole stories in a browser, against a Punctual that runs at PUNCTUAL_URL; run by e2e/run.mjs. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'target/e2e',
  globalSetup: './e2e/seed.ts',
  fullyParallel: true,
  workers: 2,
  timeout: 150_000,
  expect: { timeout: 15_000 },
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['junit', { outputFile: 'target/e2e-report.xml' }]],
  use: {
    baseURL: process.env.PUNCTUAL_URL,
    launchOptions: { executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] },
    viewport: { width: 1360, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
