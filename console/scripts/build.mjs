// Builds the pages into target/dist. Does only what is needed: npm ci when the lock file changed, the rest when a source did.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `The console needs Node 20.19 or newer, and this is ${process.version}. Install a newer one, or build without the console: -DskipConsole`,
  )
  process.exit(1)
}

const time = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)

/** When anything below this path was last changed; directories show what was deleted. */
function newest(path) {
  const at = time(path)
  if (at === 0 || !statSync(path).isDirectory()) return at
  return readdirSync(path).reduce((most, name) => Math.max(most, newest(join(path, name))), at)
}

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (error) console.error(`${command} could not be run: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

const installed = 'node_modules/.package-lock.json'
if (time(installed) < Math.max(time('package-lock.json'), time('package.json'))) {
  run('npm', 'ci', '--no-audit', '--no-fund')
}

const stamp = 'target/built'
const sources = ['index.html', 'openapi.json', 'package-lock.json', 'public', 'src', 'tsconfig.json', 'vite.config.ts']
if (time(stamp) < Math.max(...sources.map(newest), newest('scripts')) || !existsSync('target/dist/index.html')) {
  run('npm', 'run', '-s', 'build')
  // Maven copies, and leaves what an earlier build had
  rmSync('target/classes/console', { recursive: true, force: true })
  mkdirSync('target', { recursive: true })
  writeFileSync(stamp, new Date().toISOString())
}
