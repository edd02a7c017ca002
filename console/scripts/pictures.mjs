// Copies the pictures of the documentation from those that the stories took. Run it when the pages look different.
import { copyFileSync, mkdirSync } from 'node:fs'

const PICTURES = { now: 'now-light-desktop', 'grid-month': 'grid-month-light-desktop', fire: 'fire-light-desktop', task: 'task-dark-desktop' }

mkdirSync('../docs/pictures', { recursive: true })
for (const [name, shot] of Object.entries(PICTURES)) copyFileSync(`target/screenshots/${shot}.png`, `../docs/pictures/${name}.png`)
