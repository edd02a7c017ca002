import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useSearch } from '@tanstack/react-router'
import { CalendarDays, CalendarClock, Gauge, Grid3x3, ListChecks, Menu, Moon, Plus, ScrollText, Search, Server, Snowflake, Sun, SunMoon, Zap } from 'lucide-react'
import { useEffect, useState } from 'react'
import * as queries from '../api/queries'
import { DEFAULT_NAMESPACE } from '../api/session'
import { useSystem } from '../api/useSystem'
import { setTheme, useTheme, type Theme } from '../lib/theme'
import { useLive, usePolling } from '../live/LiveProvider'
import type { LiveState } from '../live/connection'
import { Button } from './Button'
import { Mark } from './Mark'
import { Palette } from './Palette'

const PAGES = [
  { to: '/', name: 'Now', icon: Gauge },
  { to: '/upcoming', name: 'Upcoming', icon: CalendarClock },
  { to: '/tasks', name: 'Tasks', icon: ListChecks },
  { to: '/grid', name: 'Grid', icon: Grid3x3 },
  { to: '/fires', name: 'Fires', icon: Zap },
  { to: '/workers', name: 'Workers', icon: Server },
  { to: '/calendars', name: 'Calendars', icon: CalendarDays },
  { to: '/freezes', name: 'Freezes', icon: Snowflake },
  { to: '/audit', name: 'Audit', icon: ScrollText },
] as const

const LIVE: Record<LiveState, [string, string]> = {
  live: ['Live', 'What the book commits is shown at once.'],
  polling: ['Every 5 s', 'This server has no stream: what is shown is asked for again every few seconds.'],
  connecting: ['Connecting', 'The stream of what happens is being opened.'],
  offline: ['Not connected', 'The server does not answer. What is shown may be out of date.'],
}

function LiveMark() {
  const state = useLive()
  const [word, meaning] = LIVE[state]
  return (
    <span className="live" data-state={state} title={meaning} role="status">
      <span className="dot" aria-hidden />
      <span className={state === 'offline' ? '' : 'word'}>{word}</span>
    </span>
  )
}

const THEMES: [Theme, typeof Sun, string][] = [
  ['system', SunMoon, 'as the system'],
  ['light', Sun, 'light'],
  ['dark', Moon, 'dark'],
]

function ThemeButton() {
  const theme = useTheme()
  const at = THEMES.findIndex(([name]) => name === theme)
  const [, Icon, word] = THEMES[at]!
  const [next, , nextWord] = THEMES[(at + 1) % THEMES.length]!
  return <Button kind="bare" icon={<Icon size={16} aria-hidden />} aria-label={`Theme: ${word}. Change to ${nextWord}`} title={`Theme: ${word}`} onClick={() => setTheme(next)} />
}

function NamespaceChoice() {
  const navigate = useNavigate()
  const { ns = DEFAULT_NAMESPACE } = useSearch({ from: '__root__' })
  const { data } = useSystem()
  const known = [...new Set([DEFAULT_NAMESPACE, ns, ...(data?.namespaces ?? [])])]
  if (known.length < 2) return null
  return (
    <select
      className="input ns"
      aria-label="Namespace"
      value={ns}
      onChange={(event) => void navigate({ to: '/', search: { ns: event.target.value === DEFAULT_NAMESPACE ? undefined : event.target.value } })}
    >
      {known.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  )
}

/** The frame of every page: where one is, where one can go, and whether what is shown is up to date. */
export function Shell() {
  const [open, setOpen] = useState(false)
  const [palette, setPalette] = useState(false)
  const live = useLive()
  const { data: system } = useSystem()
  useQuery({ ...queries.stats, refetchInterval: usePolling(15_000) || 30_000 })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setPalette((shown) => !shown)
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      {open && <button type="button" className="scrim" aria-label="Close the menu" onClick={() => setOpen(false)} />}
      <nav className="side" data-open={open} aria-label="Pages">
        <Link to="/" className="brand" onClick={() => setOpen(false)}>
          <Mark /> Punctual
        </Link>
        <div className="nav">
          {PAGES.map(({ to, name, icon: Icon }) => (
            <Link key={to} to={to} activeOptions={{ exact: to === '/', includeSearch: false }} activeProps={{ 'aria-current': 'page' }} onClick={() => setOpen(false)}>
              <Icon size={17} aria-hidden /> {name}
            </Link>
          ))}
        </div>
        <div className="side-foot small muted">
          <a href="/swagger-ui.html">API description</a>
          {system?.temporal.webUi && (
            <a href={system.temporal.webUi} target="_blank" rel="noreferrer">
              Temporal Web UI
            </a>
          )}
          {system && <span>Version {system.version}</span>}
        </div>
      </nav>
      <div className="main">
        <header className="top">
          <Button className="menu-button" kind="bare" icon={<Menu size={18} aria-hidden />} aria-label="Menu" aria-expanded={open} onClick={() => setOpen(true)} />
          <button type="button" className="palette-button" onClick={() => setPalette(true)}>
            <Search size={15} aria-hidden />
            <span>Search and act</span>
            <kbd aria-hidden>Ctrl K</kbd>
          </button>
          <NamespaceChoice />
          <span className="spacer" />
          <LiveMark />
          <ThemeButton />
          <Link to="/new" className="button primary" aria-label="New task">
            <Plus size={16} aria-hidden /> <span className="new-word">New task</span>
          </Link>
        </header>
        {live === 'offline' && (
          <div className="banner" role="alert">
            <span>
              <strong>Not connected.</strong> What is shown may be out of date; the console tries again by itself.
            </span>
          </div>
        )}
        <main className="content" id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      {palette && <Palette onClose={() => setPalette(false)} />}
    </div>
  )
}
