import { Combobox, ComboboxGroup, ComboboxGroupLabel, ComboboxItem, ComboboxList, ComboboxProvider, Dialog } from '@ariakit/react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import * as queries from '../api/queries'
import { setTheme } from '../lib/theme'
import { TASK_LOOKS } from './states'

type Command = { name: string; keys?: string; go: () => unknown }

/** Goes anywhere and does what needs no further question, by typing: pages, commands, and tasks found by the server. */
export function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const [value, setValue] = useState('')
  const asked = useDeferredValue(value.trim())
  const { data } = useQuery({ ...queries.findTasks(asked), placeholderData: (before) => before })
  const commands: Command[] = [
    { name: 'New task', keys: 'create register add', go: () => navigate({ to: '/new', search: {} }) },
    { name: 'Now', keys: 'home running', go: () => navigate({ to: '/' }) },
    { name: 'Upcoming', keys: 'next forecast heat map', go: () => navigate({ to: '/upcoming', search: {} }) },
    { name: 'Tasks', go: () => navigate({ to: '/tasks', search: {} }) },
    { name: 'Paused tasks', go: () => navigate({ to: '/tasks', search: { state: 'PAUSED' } }) },
    { name: 'Grid', keys: 'health month', go: () => navigate({ to: '/grid', search: {} }) },
    { name: 'Fires', keys: 'history runs', go: () => navigate({ to: '/fires', search: {} }) },
    { name: 'Failed fires', keys: 'errors', go: () => navigate({ to: '/fires', search: { state: 'FAILED' } }) },
    { name: 'Running fires', go: () => navigate({ to: '/fires', search: { state: 'RUNNING' } }) },
    { name: 'Workers', go: () => navigate({ to: '/workers' }) },
    { name: 'Calendars', keys: 'holidays', go: () => navigate({ to: '/calendars' }) },
    { name: 'Freezes', keys: 'freeze thaw rest maintenance', go: () => navigate({ to: '/freezes' }) },
    { name: 'Audit', keys: 'log who', go: () => navigate({ to: '/audit', search: {} }) },
    { name: 'Light theme', go: () => setTheme('light') },
    { name: 'Dark theme', go: () => setTheme('dark') },
    { name: 'Theme as the system', go: () => setTheme('system') },
  ]
  const words = value.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = commands.filter(({ name, keys = '' }) => words.every((word) => `${name} ${keys}`.toLowerCase().includes(word)))
  // until the server has answered, the tasks found before are shown: only those that still fit
  const tasks = (data?.items ?? []).filter((task) => words.every((word) => `${task.id} ${task.displayName ?? ''}`.toLowerCase().includes(word)))
  const run = (go: () => unknown) => () => {
    onClose()
    void go()
  }
  return (
    <Dialog open onClose={onClose} className="dialog palette" backdrop={<div className="backdrop" />} aria-label="Search and act">
      <ComboboxProvider includesBaseElement={false} open setOpen={(open) => !open && onClose()} value={value} setValue={setValue} defaultActiveId={null}>
        <Combobox autoFocus autoSelect="always" placeholder="A page, a command, a task…" aria-label="Search and act" />
        <ComboboxList className="list" alwaysVisible>
          {tasks.length > 0 && (
            <ComboboxGroup>
              <ComboboxGroupLabel className="group">Tasks</ComboboxGroupLabel>
              {tasks.slice(0, words.length ? 8 : 4).map((task) => (
                <ComboboxItem
                  key={task.id}
                  value={`task ${task.id}`}
                  setValueOnClick={false}
                  hideOnClick={false}
                  className="menu-item"
                  onClick={run(() => navigate({ to: '/tasks/$id', params: { id: task.id }, search: {} }))}
                >
                  <span className="ellipsis">{task.displayName ? `${task.displayName} · ${task.id}` : task.id}</span>
                  <span className="muted">{TASK_LOOKS[task.state].word}</span>
                </ComboboxItem>
              ))}
            </ComboboxGroup>
          )}
          {shown.length > 0 && (
            <ComboboxGroup>
              <ComboboxGroupLabel className="group">Go and do</ComboboxGroupLabel>
              {shown.map(({ name, go }) => (
                <ComboboxItem key={name} value={name} setValueOnClick={false} hideOnClick={false} className="menu-item" onClick={run(go)}>
                  {name}
                </ComboboxItem>
              ))}
            </ComboboxGroup>
          )}
          {shown.length === 0 && tasks.length === 0 && <div className="group">Nothing is called that.</div>}
        </ComboboxList>
      </ComboboxProvider>
    </Dialog>
  )
}
