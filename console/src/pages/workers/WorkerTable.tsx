import type { Worker } from '../../api/types'
import { DataTable, type Column } from '../../ui/DataTable'
import { Empty } from '../../ui/Feedback'
import { Time } from '../../ui/Time'

const GIB = 1024 ** 3
const memory = (bytes: number) => (bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`)

const columns: Column<Worker>[] = [
  {
    id: 'worker',
    header: 'Worker',
    className: 'name-cell',
    cell: (worker) => (
      <span className="name">
        <span className="strong">{worker.worker}</span>
        <span className="muted">
          {worker.roles.toLowerCase()} · process {worker.pid} on {worker.host}
        </span>
      </span>
    ),
  },
  { id: 'held', header: 'Held', className: 'num', label: 'held', cell: (worker) => worker.held.toLocaleString('en') },
  { id: 'running', header: 'Running', className: 'num', label: 'running', cell: (worker) => worker.running.toLocaleString('en') },
  {
    id: 'cpu',
    header: 'CPU',
    label: 'CPU',
    cell: (worker) =>
      worker.cpuLoad === undefined ? (
        <span className="muted">–</span>
      ) : (
        <span className="meter">
          <span className={`bar ${worker.cpuLoad > 0.85 ? 'warn' : ''}`}>
            <i style={{ width: `${Math.round(worker.cpuLoad * 100)}%` }} />
          </span>
          {Math.round(worker.cpuLoad * 100)} %
        </span>
      ),
  },
  { id: 'memory', header: 'Memory', className: 'num', label: 'memory', cell: (worker) => memory(worker.memoryBytes) },
  { id: 'since', header: 'Since', label: 'since', cell: (worker) => <Time at={worker.startedAt} /> },
]

export const WorkerTable = ({ workers }: { workers: Worker[] }) =>
  workers.length === 0 ? (
    <Empty title="No worker is there">Nothing fires until one is. Start a process with the role worker; the tasks wait in the book.</Empty>
  ) : (
    <DataTable caption="Workers" columns={columns} rows={workers} rowId={(worker) => worker.worker} />
  )
