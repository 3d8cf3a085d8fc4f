import {
  columnVisibilityFeature,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowData,
  type SortingState,
} from '@tanstack/react-table';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { amend, usePlace } from '../lib/router';
import { Icon } from './icons';

type Sortable = number | string | bigint | undefined;

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** What the column is sorted by; without it the column cannot be sorted. */
  sort?: (row: T) => Sortable;
  right?: boolean;
  /** Left out on narrow screens. */
  minor?: boolean;
}

const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

function compare(a: Sortable, b: Sortable): number {
  if (a === b) {
    return 0;
  }
  if (a === undefined || b === undefined) {
    return a === undefined ? -1 : 1;
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return a.localeCompare(b, 'en', { numeric: true });
  }
  return a < b ? -1 : 1;
}

function parseSorting(text: string | null): SortingState {
  if (text === null || text === '') {
    return [];
  }
  return text.startsWith('-') ? [{ id: text.slice(1), desc: true }] : [{ id: text, desc: false }];
}

/** A table whose order is part of the address. The first column holds the link of the row. */
export function DataTable<T extends RowData>(props: {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  linked?: boolean;
  hidden?: ReadonlySet<string>;
}): ReactElement {
  const place = usePlace();
  const sortText = place.query.get('sort');
  const sorting = useMemo(() => parseSorting(sortText), [sortText]);
  const { columns, hidden, rows, rowKey } = props;
  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, T> => ({
          id: column.id,
          header: column.header,
          accessorFn: (row: T) => column.sort?.(row),
          cell: (context) => column.cell(context.row.original),
          enableSorting: column.sort !== undefined,
          sortFn: (a, b) => compare(column.sort?.(a.original), column.sort?.(b.original)),
        }),
      ),
    [columns],
  );
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, hidden?.has(column.id) !== true])),
    [columns, hidden],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowKey,
    state: { sorting, columnVisibility },
    onSortingChange: (change) => {
      const next = typeof change === 'function' ? change(sorting) : change;
      const first = next[0];
      amend({ sort: first === undefined ? undefined : (first.desc ? '-' : '') + first.id });
    },
    enableSortingRemoval: true,
  });
  const byId = new Map(columns.map((column) => [column.id, column]));
  return (
    <div className="gb-table-wrap" tabIndex={-1}>
      <table className="gb-table">
        <caption className="gb-hidden">{props.caption}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => {
                const column = byId.get(header.column.id);
                const sorted = header.column.getIsSorted();
                return (
                  <th
                    key={header.id}
                    scope="col"
                    data-align={column?.right === true ? 'right' : undefined}
                    data-minor={column?.minor === true ? '' : undefined}
                    aria-sort={sortWord(sorted)}
                  >
                    {header.column.getCanSort() ? (
                      <button
                        type="button"
                        className="gb-sort"
                        onClick={header.column.getToggleSortingHandler()}
                      >
                        {column?.header}
                        {sorted === false ? null : <Icon name={sorted === 'asc' ? 'up' : 'down'} />}
                      </button>
                    ) : (
                      column?.header
                    )}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} data-link={props.linked === true ? '' : undefined}>
              {row.getVisibleCells().map((cell) => {
                const column = byId.get(cell.column.id);
                return (
                  <td
                    key={cell.id}
                    data-align={column?.right === true ? 'right' : undefined}
                    data-minor={column?.minor === true ? '' : undefined}
                  >
                    {column?.cell(row.original)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function sortWord(sorted: false | 'asc' | 'desc'): 'none' | 'ascending' | 'descending' {
  if (sorted === false) {
    return 'none';
  }
  return sorted === 'asc' ? 'ascending' : 'descending';
}
