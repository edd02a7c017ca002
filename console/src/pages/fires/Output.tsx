import { useQuery } from '@tanstack/react-query'
import { createEventSource } from 'eventsource-client'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { OutputLine } from '../../api/types'
import * as queries from '../../api/queries'
import { headers, inNamespace } from '../../api/session'
import type { Fire } from '../../api/types'
import { Card } from '../../ui/Feedback'
import { isFinal } from '../../ui/states'

/** The lines that came by the stream, while the fire runs. */
function useStreamed(fire: Fire) {
  const [lines, setLines] = useState<OutputLine[]>([])
  const open = !isFinal(fire.state)
  useEffect(() => {
    if (!open) return
    let waiting: OutputLine[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const stream = createEventSource({
      url: new URL(inNamespace(`/v1/fires/${encodeURIComponent(fire.id)}/output/stream`), window.location.origin),
      headers: headers(),
      fetch: async (address, init) => {
        const response = await fetch(address, { ...init, cache: 'no-store' } as RequestInit)
        if (!response.ok) {
          stream.close()
          throw new Error(`no output stream: ${response.status}`)
        }
        return response
      },
      onMessage: ({ data, event }) => {
        if (event === 'end') {
          stream.close()
          return
        }
        if (event !== 'line') return
        waiting.push(JSON.parse(data) as OutputLine)
        timer ??= setTimeout(() => {
          timer = undefined
          const news = waiting
          waiting = []
          setLines((before) => [...before, ...news])
        }, 200)
      },
    })
    return () => {
      stream.close()
      clearTimeout(timer)
    }
  }, [fire.id, open])
  return lines
}

/** What the command writes, line by line, while it runs and afterwards. */
export function Output({ fire }: { fire: Fire }) {
  const query = useQuery({ ...queries.output(fire.id, isFinal(fire.state)), placeholderData: (before) => before, retry: false })
  const streamed = useStreamed(fire)
  const box = useRef<HTMLPreElement>(null)
  const following = useRef(true)
  const lines = useMemo(() => {
    const all = new Map<number, OutputLine>()
    for (const line of [...(query.data?.lines ?? []), ...streamed]) all.set(line.n, line)
    return [...all.values()].sort((a, b) => a.n - b.n)
  }, [query.data, streamed])
  useEffect(() => {
    if (following.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  const tail = fire.progress?.tail
  if (lines.length === 0 && !tail?.length) return null
  return (
    <Card title="Output" note={[isFinal(fire.state) ? '' : 'as it is written', query.data?.truncated ? 'not all of it is kept' : ''].filter(Boolean).join('; ')}>
      <pre
        ref={box}
        className="code output"
        tabIndex={0}
        aria-label="Output"
        onScroll={({ currentTarget: it }) => {
          following.current = it.scrollHeight - it.scrollTop - it.clientHeight < 24
        }}
      >
        {lines.length > 0
          ? lines.map((line) => (
              <span key={line.n} className={line.stream}>
                {line.stream === 'stderr' ? '! ' : '  '}
                {line.text}
                {'\n'}
              </span>
            ))
          : tail?.join('\n')}
      </pre>
    </Card>
  )
}
