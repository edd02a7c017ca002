import type { components } from '../../generated/schema'

export type Problem = { type: string; title: string; status: number; detail: string; errors?: components['schemas']['FieldError'][] }

/** What the server refused, with its own words; or that it could not be reached (status 0). */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'ProblemError'
    this.problem = problem
  }

  get status() {
    return this.problem.status
  }

  /** The message for the value at this JSON pointer, or for one inside of it. */
  at(pointer: string) {
    return this.problem.errors?.find((error) => error.pointer === pointer || error.pointer?.startsWith(`${pointer}/`))?.message
  }
}

export const unreachable = () =>
  new ProblemError({
    type: 'urn:punctual:console:unreachable',
    title: 'The server does not answer',
    status: 0,
    detail: 'The server does not answer. Nothing is lost: what was acknowledged is in the book. The console tries again by itself.',
  })

/** The problem that a response carries; one made of its status when it carries none, as from a proxy. */
export async function problemOf(response: Response): Promise<ProblemError> {
  try {
    const body = (await response.json()) as Partial<Problem>
    if (typeof body.detail === 'string' && typeof body.title === 'string') {
      return new ProblemError({ type: body.type ?? '', status: response.status, title: body.title, detail: body.detail, errors: body.errors })
    }
  } catch {
    // not a problem document: the status says what there is to say
  }
  return new ProblemError({
    type: `urn:punctual:problem:http-${response.status}`,
    title: response.statusText || `Status ${response.status}`,
    status: response.status,
    detail: `the server answered with status ${response.status} and no explanation`,
  })
}

export const asProblem = (error: unknown): ProblemError =>
  error instanceof ProblemError
    ? error
    : new ProblemError({
        type: 'urn:punctual:console:error',
        title: 'The console made a mistake',
        status: 0,
        detail: error instanceof Error ? error.message : String(error),
      })
