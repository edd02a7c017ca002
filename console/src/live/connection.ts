import { createEventSource, type EventSourceClient } from 'eventsource-client'
import { headers, inNamespace } from '../api/session'
import type { Fire, LiveStats, TaskEvent } from '../api/types'

/**
 * How what is shown keeps up with the book: told by the stream; asking again every few seconds, where there is no stream; on the
 * way to it; or not at all, since the server does not answer.
 */
export type LiveState = 'live' | 'polling' | 'connecting' | 'offline'

export type LiveEvent = { type: 'fire'; data: Fire } | { type: 'task'; data: TaskEvent } | { type: 'stats'; data: LiveStats } | { type: 'gap' }

type Handlers = { onState: (state: LiveState) => void; onEvent: (event: LiveEvent) => void }

/** Opens the stream of what the book commits; it reconnects by itself and goes on after the last event that it saw. */
export function connect({ onState, onEvent }: Handlers): EventSourceClient {
  const url = new URL(inNamespace('/v1/stream'), window.location.origin)
  url.searchParams.set('types', 'fire,task,stats')
  let open = false
  onState('connecting')
  const stream = createEventSource({
    url,
    headers: headers(),
    fetch: async (address, init) => {
      let response: Response
      try {
        response = await fetch(address, { ...init, cache: 'no-store' } as RequestInit)
      } catch (error) {
        if (!(error instanceof DOMException && error.name === 'AbortError')) onState('offline')
        throw error
      }
      if (!response.ok) {
        onState(response.status === 404 || response.status === 401 ? 'polling' : 'offline')
        throw new Error(`the stream was refused with status ${response.status}`)
      }
      return response
    },
    onConnect: () => {
      open = true
      onState('live')
    },
    onScheduleReconnect: () => {
      if (open) onState('connecting')
      open = false
    },
    onMessage: ({ event, data }) => {
      if (event === 'gap') onEvent({ type: 'gap' })
      else if (event === 'fire' || event === 'task' || event === 'stats') onEvent({ type: event, data: JSON.parse(data) } as LiveEvent)
    },
  })
  return stream
}
