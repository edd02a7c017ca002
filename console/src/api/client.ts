import createClient, { type Middleware } from 'openapi-fetch'
import { problemOf, unreachable } from './problem'
import type { paths } from '../../generated/schema'
import { headers, inNamespace, tellRefused } from './session'

const rules: Middleware = {
  onRequest({ request }) {
    Object.entries(headers()).forEach(([name, value]) => request.headers.set(name, value))
    return request
  },
  async onResponse({ response }) {
    if (response.ok) return
    if (response.status === 401) tellRefused()
    throw await problemOf(response)
  },
  onError({ error }) {
    return error instanceof DOMException && error.name === 'AbortError' ? error : unreachable()
  },
}

/** The request in the namespace that is shown. Its body is taken along as a text: as a stream, browsers send it over HTTP/2 alone. */
async function inShownNamespace(request: Request) {
  const url = new URL(request.url)
  const path = inNamespace(url.pathname)
  if (path === url.pathname) return fetch(request)
  url.pathname = path
  const { method, signal } = request
  return fetch(new Request(url, { method, signal, headers: request.headers, body: method === 'GET' ? undefined : await request.text() }))
}

/** Speaks REST: typed by the server's own description, in the namespace that is shown, with the key; refusals are thrown as problems. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: inShownNamespace,
})
api.use(rules)

/** Repeated with the same key, a request is carried out once. */
export const once = () => ({ 'Idempotency-Key': crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` })
