import { X } from 'lucide-react'
import { useSyncExternalStore, type ReactNode } from 'react'
import { asProblem } from '../api/problem'
import { Button } from './Button'

type Toast = { id: number; tone: '' | 'bad'; text: ReactNode; undo?: () => unknown }

const SHOWN_MILLIS = 8000
let toasts: Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function set(next: Toast[]) {
  toasts = next
  listeners.forEach((tell) => tell())
}

const dismiss = (id: number) => set(toasts.filter((toast) => toast.id !== id))

function show(toast: Omit<Toast, 'id'>, millis: number) {
  const id = ++last
  set([...toasts, { ...toast, id }].slice(-4))
  setTimeout(() => dismiss(id), millis)
}

/** Says that something was done, with a way back where there is one. */
export const tell = (text: ReactNode, undo?: () => unknown) => show({ tone: '', text, undo }, SHOWN_MILLIS)

export const tellProblem = (error: unknown) => show({ tone: 'bad', text: asProblem(error).problem.detail }, 2 * SHOWN_MILLIS)

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={`toast ${toast.tone}`}>
          <div>{toast.text}</div>
          {toast.undo && (
            <Button
              onClick={() => {
                dismiss(toast.id)
                void Promise.resolve(toast.undo?.()).catch(tellProblem)
              }}
            >
              Undo
            </Button>
          )}
          <Button kind="bare" icon={<X size={15} aria-hidden />} aria-label="Dismiss" onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </div>
  )
}
