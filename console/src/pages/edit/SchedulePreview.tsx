import { useQuery } from '@tanstack/react-query'
import * as queries from '../../api/queries'
import { asProblem } from '../../api/problem'
import type { Schedule } from '../../api/types'
import { textOf, type Loose } from '../../lib/draft'
import { useSettled } from '../../lib/useSettled'
import { Card, Loading, Notice } from '../../ui/Feedback'
import { PreviewList } from '../task/NextFires'

/** The next fires of what is being written, as the server computes them. */
export function SchedulePreview({ schedule, task }: { schedule: Loose; task: string }) {
  const settled = useSettled(schedule, 200)
  const name = useSettled(task, 200)
  const query = useQuery({
    ...queries.preview(settled as unknown as Schedule, { task: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name) ? name : undefined }),
    placeholderData: (before) => before,
  })
  const problem = query.error ? asProblem(query.error).problem : undefined
  return (
    <Card title="Next fires" note={query.data && !problem ? `time-zone data ${query.data.tzdataVersion}` : undefined}>
      <div className="stack" aria-live="polite">
        {problem ? (
          <Notice tone="bad">{problem.errors?.map((error) => <p key={error.message}>{error.message}</p>) ?? problem.detail}</Notice>
        ) : query.data ? (
          <PreviewList preview={query.data} zone={textOf(settled.timeZone) || 'UTC'} />
        ) : (
          <Loading what="Computing" />
        )}
      </div>
    </Card>
  )
}
