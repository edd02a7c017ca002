/** What requests need to know besides what they ask: the key, kept until the tab is closed, and the namespace, kept in the address. */
const KEY = 'punctual.key'

export const DEFAULT_NAMESPACE = 'default'

export const apiKey = {
  get: () => sessionStorage.getItem(KEY),
  set: (key: string) => sessionStorage.setItem(KEY, key),
  clear: () => sessionStorage.removeItem(KEY),
}

export const namespace = () => new URLSearchParams(window.location.search).get('ns') || DEFAULT_NAMESPACE

export function headers(): Record<string, string> {
  const key = apiKey.get()
  return key ? { Authorization: `Bearer ${key}` } : {}
}

/** The path of a resource in the namespace that is shown. */
export function inNamespace(path: string, name = namespace()) {
  return name === DEFAULT_NAMESPACE || path.startsWith('/v1/namespaces/') ? path : path.replace(/^\/v1\//, `/v1/namespaces/${encodeURIComponent(name)}/`)
}

type Listener = () => void
const refused = new Set<Listener>()

/** Told when the server wants a key, or another one. */
export const onRefused = (listener: Listener) => {
  refused.add(listener)
  return () => void refused.delete(listener)
}

export const tellRefused = () => refused.forEach((listener) => listener())
