import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { LiveUpdates } from './apply'
import { connect, type LiveState } from './connection'

const Live = createContext<LiveState>('connecting')

/** Where the console stands with the server's stream. */
export const useLive = () => useContext(Live)

/** How often to ask again: seldom when the stream tells, every few seconds when it does not. */
export const usePolling = (millis = 5000) => (useLive() === 'live' ? false : millis)

/** Keeps one stream open while the console is, and puts into place what it tells. */
export function LiveProvider({ session, children }: { session: string; children: ReactNode }) {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  useEffect(() => {
    const updates = new LiveUpdates(client)
    const stream = connect({ onState: setState, onEvent: (event) => updates.take(event) })
    return () => {
      stream.close()
      updates.stop()
    }
    // another key or namespace is another stream
  }, [client, session])
  return <Live value={state}>{children}</Live>
}
