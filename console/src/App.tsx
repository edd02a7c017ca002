import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { asProblem } from './api/problem'
import { apiKey, onRefused } from './api/session'
import { LiveProvider } from './live/LiveProvider'
import { router } from './router'
import { KeyPrompt } from './ui/KeyPrompt'
import { Toasts } from './ui/toasts'

/** What is known of one namespace: another one begins with nothing. */
const newClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        // refusals stay refusals; what was not reachable may be soon
        retry: (failures, error) => failures < 3 && (asProblem(error).status === 0 || asProblem(error).status === 503),
        refetchOnWindowFocus: true,
      },
    },
  })

const shownNamespace = () => (router.state.location.search as { ns?: string }).ns ?? ''

export function App() {
  const [refused, setRefused] = useState(false)
  const [ns, setNs] = useState(shownNamespace)
  const [key, setKey] = useState(apiKey.get() ?? '')
  useEffect(() => onRefused(() => setRefused(true)), [])
  useEffect(() => router.subscribe('onResolved', () => setNs(shownNamespace())), [])
  const session = `${ns} ${key}`
  const client = useMemo(() => newClient(), [session])
  return (
    <QueryClientProvider client={client}>
      <LiveProvider session={session}>
        {refused ? (
          <KeyPrompt
            again={key !== ''}
            onKey={(entered) => {
              apiKey.set(entered)
              setKey(entered)
              setRefused(false)
            }}
          />
        ) : (
          <RouterProvider router={router} />
        )}
        <Toasts />
      </LiveProvider>
    </QueryClientProvider>
  )
}
