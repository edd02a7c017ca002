import { createColumnHelper, rowSelectionFeature, tableFeatures, useTable, type RowSelectionState } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, type ReactNode } from 'react'

export type Column<T> = {
  id: string
  header: ReactNode
  cell: (row: T) => ReactNode
  /** num, pick, name-cell: how the column looks. */
  className?: string
  /** Said before the value where a row is shown as a card. */
  label?: string
}

type Props<T> = {
  caption: string
  columns: Column<T>[]
  rows: T[]
  rowId: (row: T) => string
  /** Shows only the rows in view; for lists that can grow long. */
  virtual?: boolean
  onEnd?: () => void
  selection?: RowSelectionState
  onSelect?: (selection: RowSelectionState) => void
  rowHeight?: number
}

const features = tableFeatures({ rowSelectionFeature, columnMeta: {} as { className?: string; label?: string } })
const PHONE = '(max-width: 760px)'

/** A table of rows that the server pages; a list of cards on a phone. */
export function DataTable<T extends object>({ caption, columns, rows, rowId, virtual, onEnd, selection, onSelect, rowHeight = 46 }: Props<T>) {
  const helper = useMemo(() => createColumnHelper<typeof features, T>(), [])
  const defined = useMemo(
    () =>
      helper.columns([
        ...(onSelect
          ? [
              helper.display({
                id: 'pick',
                header: ({ table }) => (
                  <input
                    type="checkbox"
                    aria-label="Choose all that are shown"
                    checked={table.getIsAllRowsSelected()}
                    ref={(box) => {
                      if (box) box.indeterminate = table.getIsSomeRowsSelected()
                    }}
                    onChange={table.getToggleAllRowsSelectedHandler()}
                  />
                ),
                cell: ({ row }) => (
                  <input type="checkbox" aria-label={`Choose ${row.id}`} checked={row.getIsSelected()} onChange={row.getToggleSelectedHandler()} />
                ),
                meta: { className: 'pick' },
              }),
            ]
          : []),
        ...columns.map((column) =>
          helper.display({
            id: column.id,
            header: () => column.header,
            cell: ({ row }) => column.cell(row.original),
            meta: { className: column.className, label: column.label },
          }),
        ),
      ]),
    [columns, helper, onSelect],
  )
  const table = useTable({
    features,
    columns: defined,
    data: rows,
    getRowId: rowId,
    state: { rowSelection: selection ?? {} },
    onRowSelectionChange: (change) => onSelect?.(typeof change === 'function' ? change(selection ?? {}) : change),
  })
  const all = table.getRowModel().rows
  const scroll = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => (window.matchMedia(PHONE).matches ? 110 : rowHeight),
    getItemKey: (index) => all[index]?.id ?? index,
    overscan: 10,
    enabled: virtual,
  })
  const items = virtualizer.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (virtual && last >= all.length - 15) onEnd?.()
  }, [virtual, last, all.length, onEnd])
  const shown = virtual ? items.map((item) => ({ row: all[item.index]!, index: item.index })) : all.map((row, index) => ({ row, index }))
  const before = virtual ? (items[0]?.start ?? 0) : 0
  const after = virtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0
  const width = defined.length
  return (
    <div ref={scroll} className={`table-wrap ${virtual ? 'virtual' : ''}`} tabIndex={virtual ? 0 : undefined} role={virtual ? 'region' : undefined} aria-label={virtual ? caption : undefined}>
      <table className="table cards" aria-rowcount={virtual ? all.length + 1 : undefined}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th key={header.id} scope="col" className={header.column.columnDef.meta?.className}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {before > 0 && (
            <tr className="spacer" aria-hidden>
              <td colSpan={width} style={{ height: before }} />
            </tr>
          )}
          {shown.map(({ row, index }) => (
            <tr key={row.id} data-index={index} ref={virtual ? virtualizer.measureElement : undefined} aria-rowindex={virtual ? index + 2 : undefined}>
              {row.getAllCells().map((cell) => (
                <td key={cell.id} className={cell.column.columnDef.meta?.className} data-label={cell.column.columnDef.meta?.label}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
          {after > 0 && (
            <tr className="spacer" aria-hidden>
              <td colSpan={width} style={{ height: after }} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  )
}
