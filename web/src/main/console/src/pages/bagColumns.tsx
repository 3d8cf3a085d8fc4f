import type { Bag } from '../api/types';
import { integer, rate } from '../lib/format';
import { href } from '../lib/router';
import { s } from '../strings';
import { State, Time } from '../ui/basics';
import { SmallProgress } from '../ui/Bars';
import type { Column } from '../ui/DataTable';

const word = (id: string): string => s.bags.column[id] ?? id;

/** Every column a list of bags can have. */
export const BAG_COLUMNS: Column<Bag>[] = [
  {
    id: 'name',
    header: word('name'),
    cell: (bag) => (
      <a className="gb-row-link" href={href(['bags', bag.id])}>
        {bag.name}
      </a>
    ),
  },
  { id: 'state', header: word('state'), cell: (bag) => <State state={bag.state} /> },
  {
    id: 'progress',
    header: word('progress'),
    cell: (bag) => <SmallProgress counts={bag.counts} tasks={bag.tasks} />,
  },
  {
    id: 'failed',
    header: word('failed'),
    right: true,
    minor: true,
    cell: (bag) => (bag.counts.failed === 0 ? '0' : <strong>{integer(bag.counts.failed)}</strong>),
  },
  {
    id: 'rate',
    header: word('rate'),
    right: true,
    minor: true,
    cell: (bag) => (bag.tasksPerSecond === undefined ? s.none : rate(bag.tasksPerSecond)),
  },
  {
    id: 'end',
    header: word('end'),
    right: true,
    minor: true,
    cell: (bag) => {
      const end = bag.endedAt ?? bag.predictedEnd;
      return end === undefined ? s.none : <Time at={end} age />;
    },
  },
  { id: 'app', header: word('app'), minor: true, cell: (bag) => bag.app },
  {
    id: 'pool',
    header: word('pool'),
    minor: true,
    cell: (bag) => <span title={bag.pool}>{bag.poolName ?? bag.pool ?? s.none}</span>,
  },
  {
    id: 'spent',
    header: word('spent'),
    right: true,
    minor: true,
    money: (bag) => bag.spent,
  },
  {
    id: 'budget',
    header: word('budget'),
    right: true,
    minor: true,
    money: (bag) => bag.budget,
  },
  { id: 'trust', header: word('trust'), right: true, minor: true, cell: (bag) => bag.trust },
  { id: 'category', header: word('category'), minor: true, cell: (bag) => bag.category },
  { id: 'project', header: word('project'), minor: true, cell: (bag) => bag.project ?? s.none },
  {
    id: 'submitted',
    header: word('submitted'),
    right: true,
    minor: true,
    cell: (bag) => <Time at={bag.submittedAt} age />,
  },
  {
    id: 'id',
    header: word('id'),
    minor: true,
    cell: (bag) => <span className="gb-mono">{bag.id}</span>,
  },
];

/** The same for who has chosen none of them: what matters least gives way where it is not wide. */
export const COLUMNS_AT_FIRST: Column<Bag>[] = BAG_COLUMNS.map((column) =>
  column.id === 'submitted' ? { ...column, minor: 'wide' } : column,
);

export const HIDDEN_AT_FIRST: ReadonlySet<string> = new Set([
  'budget',
  'trust',
  'category',
  'project',
  'pool',
  'id',
]);
