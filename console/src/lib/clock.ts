import { useSyncExternalStore } from 'react'

/** The server's clock, by which countdowns run: this machine's, put right by what the server last said. */
let ahead = 0

export const serverNow = () => Date.now() + ahead

/** Told what the server's clock showed, and the moments at which the question left and the answer came. */
export function sawServerTime(now: string, asked: number, answered: number) {
  const said = Date.parse(now)
  if (!Number.isNaN(said)) ahead = said - (asked + answered) / 2
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let second = Date.now()

function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => {
    second = serverNow()
    listeners.forEach((tell) => tell())
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

function read() {
  const now = serverNow()
  if (Math.abs(now - second) > 1500) second = now
  return second
}

/** Now by the server's clock, anew each second. */
export const useNow = () => useSyncExternalStore(subscribe, read)
