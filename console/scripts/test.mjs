// Runs the tests of the parts, unless Maven was told to skip tests.
import { spawnSync } from 'node:child_process'

if (/^skip=(true|)$/.test(process.argv[2] ?? '')) {
  console.log('The tests of the console are skipped.')
} else {
  process.exit(spawnSync('npm', ['test', '--silent'], { stdio: 'inherit' }).status ?? 1)
}
