import { AlertTriangle, Info, OctagonAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { asProblem } from '../api/problem'
import { Button } from './Button'

export function Notice({ tone = '', children }: { tone?: '' | 'warn' | 'bad'; children: ReactNode }) {
  const Icon = tone === 'bad' ? OctagonAlert : tone === 'warn' ? AlertTriangle : Info
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon size={16} aria-hidden />
      <div>{children}</div>
    </div>
  )
}

/** What went wrong, in the server's words, and a way out. */
export function ProblemNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  const { problem } = asProblem(error)
  const [first, ...others] = problem.errors ?? []
  return (
    <Notice tone="bad">
      <strong>{problem.title}</strong>
      {others.length > 0 ? (
        <ul>
          {[first, ...others].map((one) => (
            <li key={`${one?.pointer ?? one?.parameter} ${one?.code}`}>{one?.message}</li>
          ))}
        </ul>
      ) : (
        <p>{problem.detail}</p>
      )}
      {retry && (
        <p style={{ marginTop: 8 }}>
          <Button onClick={retry}>Try again</Button>
        </p>
      )}
    </Notice>
  )
}

export function Empty({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div className="actions">{actions}</div>}
    </div>
  )
}

export const Loading = ({ what = 'Loading' }: { what?: string }) => (
  <div className="loading" role="status">
    {what}…
  </div>
)

type Query = { data: unknown; error: unknown; isPending: boolean; refetch: () => unknown }

/** Shows what a query found, or that it is on its way, or why it failed. Old data stays while new is awaited. */
export function Answer<T>({ query, children, missing }: { query: Query & { data: T | undefined }; children: (data: T) => ReactNode; missing?: ReactNode }) {
  if (query.data !== undefined) {
    return children(query.data)
  }
  if (query.error) {
    if (missing !== undefined && asProblem(query.error).status === 404) return missing
    return <ProblemNotice error={query.error} retry={() => void query.refetch()} />
  }
  return <Loading />
}

export function Card({ title, note, actions, children, flush }: { title: ReactNode; note?: ReactNode; actions?: ReactNode; children: ReactNode; flush?: boolean }) {
  return (
    <section className="card">
      <header>
        <h2>{title}</h2>
        {note && <span className="muted">{note}</span>}
        {actions && <div className="actions">{actions}</div>}
      </header>
      {flush ? children : <div className="body">{children}</div>}
    </section>
  )
}

export function PageHead({ title, sub, actions }: { title: ReactNode; sub?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {sub && <div className="sub">{sub}</div>}
      </div>
      {actions && <div className="actions">{actions}</div>}
    </header>
  )
}
