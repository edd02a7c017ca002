// Runs the stories against PUNCTUAL_URL with the Chromium of this machine. Exit code 77 says that there is none.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PLACES = [
  process.env.CHROMIUM,
  ...(process.env.PATH ?? '').split(delimiter).flatMap((directory) => NAMES.map((name) => join(directory, name))),
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const chromium = PLACES.find((place) => place && existsSync(place))
if (!chromium) {
  console.error(`
************************************************************************
*  NO BROWSER: the console's stories were NOT run on this machine.     *
*  Install Chromium (apt install chromium), or name one: CHROMIUM=...  *
************************************************************************
`)
  process.exit(77)
}
const environment = { ...process.env, CHROMIUM: chromium, PUNCTUAL_URL: process.env.PUNCTUAL_URL ?? 'http://127.0.0.1:8080' }
const { status } = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', ...process.argv.slice(2)], {
  cwd: new URL('..', import.meta.url),
  env: environment,
  stdio: 'inherit',
})
process.exit(status ?? 1)
