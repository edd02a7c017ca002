import createClient, { type Middleware } from 'openapi-fetch'
import { problemOf, unreachable } from './problem'
import type { paths } from './schema.gen'
import { headers, inNamespace, tellRefused } from './session'

const rules: Middleware = {
  onRequest({ request }) {
    const url = new URL(request.url)
    url.pathname = inNamespace(url.pathname)
    const asked = new Request(url, request)
    Object.entries(headers()).forEach(([name, value]) => asked.headers.set(name, value))
    return asked
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

/** Speaks REST: typed by the server's own description, in the namespace that is shown, with the key; refusals are thrown as problems. */
export const api = createClient<paths>({ baseUrl: window.location.origin })
api.use(rules)

/** Repeated with the same key, a request is carried out once. */
export const once = () => ({ 'Idempotency-Key': crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` })
