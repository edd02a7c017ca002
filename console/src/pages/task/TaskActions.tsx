import { Menu, MenuButton, MenuItem, MenuProvider, MenuSeparator } from '@ariakit/react'
import { Link } from '@tanstack/react-router'
import { Ban, CalendarClock, ChevronDown, Copy, ExternalLink, History, Pause, Pencil, Play, SkipForward, Zap } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Task } from '../../api/types'
import { useSystem } from '../../api/useSystem'
import { freezeOf } from '../../lib/freezes'
import { Button } from '../../ui/Button'
import { BackfillDialog } from './BackfillDialog'
import { CancelDialog, PauseDialog, RescheduleDialog, ResumeDialog, SkipDialog, TriggerDialog } from './dialogs'

type Verb = 'pause' | 'resume' | 'trigger' | 'reschedule' | 'skip' | 'backfill' | 'cancel'

/** Everything that can be done to a task; what would be refused in its present state is not offered. */
export function TaskActions({ task }: { task: Task }) {
  const [verb, setVerb] = useState<Verb>()
  const { data: system } = useSystem()
  const close = () => setVerb(undefined)
  const webUi = system?.temporal.webUi
  const item = (name: Verb, title: string, icon: ReactNode, possible = true, danger = false) => (
    <MenuItem className={`menu-item ${danger ? 'danger' : ''}`} disabled={!possible} onClick={() => setVerb(name)}>
      {icon}
      {title}
    </MenuItem>
  )
  const active = task.state === 'ACTIVE'
  return (
    <>
      {freezeOf(task) ? (
        // to resume one task of a freeze is refused
        <Button icon={<Pause size={15} aria-hidden />} onClick={() => setVerb('pause')}>
          Keep it paused
        </Button>
      ) : task.state === 'PAUSED' ? (
        <Button kind="primary" icon={<Play size={15} aria-hidden />} onClick={() => setVerb('resume')}>
          Resume
        </Button>
      ) : (
        active && (
          <Button icon={<Pause size={15} aria-hidden />} onClick={() => setVerb('pause')}>
            Pause
          </Button>
        )
      )}
      {task.state !== 'CANCELLED' && (
        <Button icon={<Zap size={15} aria-hidden />} onClick={() => setVerb('trigger')}>
          Trigger
        </Button>
      )}
      <Link to="/tasks/$id/edit" params={{ id: task.id }} className="button">
        <Pencil size={15} aria-hidden /> Edit
      </Link>
      <MenuProvider placement="bottom-end">
        <MenuButton render={<Button icon={<ChevronDown size={15} aria-hidden />}>More</Button>} />
        <Menu className="menu" gutter={4} portal unmountOnHide>
          {item('reschedule', 'Reschedule the next fire', <CalendarClock size={15} aria-hidden />, active)}
          {item('skip', 'Skip next fires', <SkipForward size={15} aria-hidden />, active)}
          {item('backfill', 'Run past instants', <History size={15} aria-hidden />, task.state !== 'CANCELLED')}
          <MenuItem className="menu-item" render={<Link to="/new" search={{ from: task.id }} />}>
            <Copy size={15} aria-hidden />
            Make a copy
          </MenuItem>
          {webUi && (
            <MenuItem
              className="menu-item"
              render={
                <a
                  href={`${webUi}/namespaces/${encodeURIComponent(system.temporal.namespace)}/workflows/${encodeURIComponent(task.engine.workflowId)}`}
                  target="_blank"
                  rel="noreferrer"
                />
              }
            >
              <ExternalLink size={15} aria-hidden />
              Workflow in Temporal
            </MenuItem>
          )}
          <MenuSeparator />
          {item('cancel', 'Cancel the task', <Ban size={15} aria-hidden />, task.state !== 'CANCELLED', true)}
        </Menu>
      </MenuProvider>
      {verb === 'pause' && <PauseDialog task={task} onClose={close} />}
      {verb === 'resume' && <ResumeDialog task={task} onClose={close} />}
      {verb === 'trigger' && <TriggerDialog task={task} onClose={close} />}
      {verb === 'reschedule' && <RescheduleDialog task={task} onClose={close} />}
      {verb === 'skip' && <SkipDialog task={task} onClose={close} />}
      {verb === 'backfill' && <BackfillDialog task={task} onClose={close} />}
      {verb === 'cancel' && <CancelDialog task={task} onClose={close} />}
    </>
  )
}
