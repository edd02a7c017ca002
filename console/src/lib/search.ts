/** The query part of an address: plain texts, and lists as repeated names, so that people can read and write it. */
export function parseSearch(text: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const before = found[name]
    found[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  return found
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') params.append(name, String(one))
    }
  }
  const text = params.toString().replaceAll('%3A', ':').replaceAll('%3D', '=').replaceAll('%2C', ',')
  return text ? `?${text}` : ''
}

export const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : Array.isArray(value) ? String(value[0]) : undefined)
export const texts = (value: unknown): string[] | undefined => (Array.isArray(value) ? value.map(String) : typeof value === 'string' && value ? [value] : undefined)
export const oneOf = <T extends string>(value: unknown, allowed: readonly T[]): T | undefined => allowed.find((one) => one === value)
