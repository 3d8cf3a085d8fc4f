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
import { scaleOf, type Scale } from '../lib/format';
import { s } from '../strings';
import { ScaledAmount } from './basics';
import { Icon } from './icons';

type Sortable = number | string | bigint | undefined;

export interface Column<T> {
  id: string;
  header: string;
  cell?: (row: T) => ReactNode;
  /** A column of money instead of cells: nRLC, written in one unit that the header names. */
  money?: (row: T) => string | undefined;
  /** What the column is sorted by; without it the column cannot be sorted. */
  sort?: (row: T) => Sortable;
  right?: boolean;
  /** Left out on narrow screens; a wide one also on those that are not wide. */
  minor?: boolean | 'wide';
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
  /** Whether the list goes on after these rows: then only the page that is shown is sorted. */
  more?: boolean;
  hidden?: ReadonlySet<string>;
}): ReactElement {
  const place = usePlace();
  const sortText = place.query.get('sort');
  const isPart = props.more === true || place.query.has('cursor');
  const sorting = useMemo(() => parseSorting(sortText), [sortText]);
  const { columns, hidden, rows, rowKey } = props;
  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, T> => ({
          id: column.id,
          header: column.header,
          accessorFn: (row: T) => sortKey(column, row),
          enableSorting: column.sort !== undefined || column.money !== undefined,
          sortFn: (a, b) => compare(sortKey(column, a.original), sortKey(column, b.original)),
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
  const scales = useMemo(() => scalesOf(columns, rows), [columns, rows]);
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
                    data-minor={minorWord(column?.minor)}
                    aria-sort={sortWord(sorted)}
                  >
                    {header.column.getCanSort() ? (
                      <button
                        type="button"
                        className="gb-sort"
                        onClick={header.column.getToggleSortingHandler()}
                      >
                        {headerOf(column, scales)}
                        {sorted === false ? null : <Icon name={sorted === 'asc' ? 'up' : 'down'} />}
                        {sorted !== false && isPart ? (
                          <span className="gb-tag" title={s.bags.pageSorted}>
                            {s.bags.thisPage}
                          </span>
                        ) : null}
                      </button>
                    ) : (
                      headerOf(column, scales)
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
                    data-minor={minorWord(column?.minor)}
                  >
                    {column === undefined ? null : content(column, row.original, scales)}
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

type Scales = ReadonlyMap<string, Scale>;

function scalesOf<T>(columns: Column<T>[], rows: T[]): Scales {
  return new Map(
    columns.flatMap((column) => {
      const money = column.money;
      if (money === undefined) {
        return [];
      }
      const amounts = rows.map(money).filter((each): each is string => each !== undefined);
      return [[column.id, scaleOf(amounts)] as const];
    }),
  );
}

function headerOf<T>(column: Column<T> | undefined, scales: Scales): string {
  const scale = column === undefined ? undefined : scales.get(column.id);
  return scale === undefined ? (column?.header ?? '') : `${column?.header} (${scale.unit})`;
}

function content<T>(column: Column<T>, row: T, scales: Scales): ReactNode {
  const scale = scales.get(column.id);
  if (column.money === undefined || scale === undefined) {
    return column.cell?.(row);
  }
  const nano = column.money(row);
  return nano === undefined ? s.none : <ScaledAmount nano={nano} scale={scale} />;
}

function sortKey<T>(column: Column<T>, row: T): Sortable {
  if (column.money === undefined) {
    return column.sort?.(row);
  }
  const nano = column.money(row);
  return nano === undefined ? undefined : BigInt(nano);
}

function minorWord(minor: boolean | 'wide' | undefined): string | undefined {
  return minor === 'wide' ? 'wide' : minor === true ? '' : undefined;
}

function sortWord(sorted: false | 'asc' | 'desc'): 'none' | 'ascending' | 'descending' {
  if (sorted === false) {
    return 'none';
  }
  return sorted === 'asc' ? 'ascending' : 'descending';
}
