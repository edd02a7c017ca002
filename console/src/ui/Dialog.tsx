import { Dialog as Base, DialogDismiss, DialogHeading } from '@ariakit/react'
import { X } from 'lucide-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import { Button } from './Button'
import { ProblemNotice } from './Feedback'

type Props = { title: string; onClose: () => void; wide?: boolean; footer?: ReactNode; children: ReactNode }

export function Dialog({ title, onClose, wide, footer, children }: Props) {
  return (
    <Base open onClose={onClose} className={`dialog ${wide ? 'wide' : ''}`} backdrop={<div className="backdrop" />}>
      <header>
        <DialogHeading>{title}</DialogHeading>
        <DialogDismiss render={<Button kind="bare" icon={<X size={16} aria-hidden />} aria-label="Close" />} />
      </header>
      <div className="body">{children}</div>
      {footer && <footer>{footer}</footer>}
    </Base>
  )
}

type ActProps = {
  title: string
  /** The verb with its object: what the button does. */
  verb: string
  danger?: boolean
  wide?: boolean
  disabled?: boolean
  children?: ReactNode
  act: () => Promise<unknown>
  onClose: () => void
}

/** Asks before something is done, says what will happen, and shows what the server answers when it refuses. */
export function ActDialog({ title, verb, danger, wide, disabled, children, act, onClose }: ActProps) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await act()
      onClose()
    } catch (refused) {
      setError(refused)
      setBusy(false)
    }
  }
  return (
    <Dialog title={title} onClose={onClose} wide={wide}>
      <form onSubmit={(event) => void submit(event)} style={{ display: 'grid', gap: 14 }}>
        {children}
        {error !== undefined && <ProblemNotice error={error} />}
        <div className="actions" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{danger ? 'Keep it' : 'Close'}</Button>
          <Button type="submit" kind={danger ? 'danger primary' : 'primary'} disabled={busy || disabled}>
            {busy ? 'One moment…' : verb}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
