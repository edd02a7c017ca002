import { afterEach, describe, expect, it, vi } from 'vitest'
import { api } from './client'
import { asProblem, ProblemError } from './problem'
import { apiKey, inNamespace, onRefused } from './session'

const answer = (status: number, body: unknown, type = 'application/problem+json') => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'Content-Type': type } })

afterEach(() => {
  vi.unstubAllGlobals()
  sessionStorage.clear()
  window.history.replaceState(null, '', '/')
})

const sent = (response: Response) => {
  const requests: Request[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    requests.push(request)
    return Promise.resolve(response)
  })
  return requests
}

const get = () => api.GET('/v1/tasks/{id}', { params: { path: { id: 'a' } } })

describe('the client', () => {
  it('asks in the namespace of the address, with the key', async () => {
    window.history.replaceState(null, '', '/tasks?ns=shop')
    apiKey.set('secret')
    const requests = sent(answer(200, { id: 'a' }, 'application/json'))
    await get()
    expect(new URL(requests[0]!.url).pathname).toBe('/v1/namespaces/shop/tasks/a')
    expect(requests[0]!.headers.get('Authorization')).toBe('Bearer secret')
  })

  it('throws what the server refuses, in its words', async () => {
    sent(answer(409, { type: 't', title: 'Not now', status: 409, detail: 'the task rests' }))
    const error = await get().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ProblemError)
    expect(asProblem(error).problem).toMatchObject({ status: 409, title: 'Not now', detail: 'the task rests' })
  })

  it('makes a problem of what a proxy answers', async () => {
    sent(answer(502, '<html>', 'text/html'))
    const error = asProblem(await get().catch((thrown: unknown) => thrown))
    expect(error.status).toBe(502)
  })

  it('says that the server does not answer', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
    expect(asProblem(await get().catch((thrown: unknown) => thrown)).status).toBe(0)
  })

  it('tells when the key is refused', async () => {
    const told = vi.fn()
    const stop = onRefused(told)
    sent(answer(401, { type: 't', title: 'Key', status: 401, detail: 'no key' }))
    await get().catch(() => undefined)
    expect(told).toHaveBeenCalledOnce()
    stop()
  })

  it('leaves the default namespace out of paths', () => {
    expect(inNamespace('/v1/tasks', 'default')).toBe('/v1/tasks')
    expect(inNamespace('/v1/tasks:batch', 'a b')).toBe('/v1/namespaces/a%20b/tasks:batch')
  })
})
