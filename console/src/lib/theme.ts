import { useSyncExternalStore } from 'react'

/** As the system is set, or as this viewer chose. */
export type Theme = 'system' | 'light' | 'dark'
const KEY = 'punctual.theme'
const listeners = new Set<() => void>()

function stored(): Theme {
  const value = localStorage.getItem(KEY)
  return value === 'light' || value === 'dark' ? value : 'system'
}

export function applyTheme(theme = stored()) {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

export function setTheme(theme: Theme) {
  if (theme === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, theme)
  applyTheme(theme)
  listeners.forEach((tell) => tell())
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    dark.removeEventListener('change', listener)
  }
}

export const useTheme = () => useSyncExternalStore(subscribe, stored)

/** Whether it is dark now, by choice or by the system. */
export const useDark = () =>
  useSyncExternalStore(subscribe, () => (stored() === 'system' ? window.matchMedia('(prefers-color-scheme: dark)').matches : stored() === 'dark'))
