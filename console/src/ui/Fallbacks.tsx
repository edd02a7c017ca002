import { Link } from '@tanstack/react-router'
import { Empty, ProblemNotice } from './Feedback'

export const NotThere = () => (
  <Empty title="There is no such page" actions={<Link to="/" className="button primary">Go to Now</Link>}>
    The address names no page of this console.
  </Empty>
)

/** The console's own mistakes: a page that cannot be shown leaves the others usable. */
export const Failed = ({ error, reset }: { error: unknown; reset?: () => void }) => <ProblemNotice error={error} retry={() => (reset ? reset() : window.location.reload())} />
