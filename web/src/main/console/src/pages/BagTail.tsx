import type { ReactElement } from 'react';
import { useBagTail } from '../api/queries';
import type { Bag, Straggler, Tail, TaskTimes } from '../api/types';
import { integer, seconds } from '../lib/format';
import { href } from '../lib/router';
import { s } from '../strings';
import { Details, State, Time } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';

const t = s.tail;
const SHOWN_MAX = 8;

/** What of a bag is slow, how long its tasks take, and how much longer its tail makes it. */
export function TailCard({ bag }: { bag: Bag }): ReactElement | null {
  const tail = useBagTail(bag.id, bag.state === 'RUNNING');
  if (tail.data === undefined || (tail.data.running === 0 && tail.data.times === undefined)) {
    return null;
  }
  const slow = tail.data.stragglers.filter((each) => each.state !== 'RUNNING');
  const shown = (slow.length > 0 ? slow : tail.data.stragglers).slice(0, SHOWN_MAX);
  return (
    <section className="gb-stack gb-span" aria-label={t.title}>
      <div className="gb-card">
        <div className="gb-between gb-card-head">
          <h2>{t.title}</h2>
          {tail.data.running === 0 ? null : (
            <span className="gb-soft">{t.running(tail.data.running, tail.data.slow)}</span>
          )}
        </div>
        {tail.data.times === undefined ? null : <Times times={tail.data.times} />}
        <Details rows={[...paceRow(tail.data), ...timeRows(tail.data)]} />
      </div>
      {shown.length === 0 ? null : (
        <DataTable
          caption={slow.length > 0 ? t.captionSlow : t.caption}
          columns={COLUMNS}
          rows={shown}
          rowKey={(each) => each.lease}
        />
      )}
    </section>
  );
}

function paceRow({ pace }: Tail): [string, ReactElement][] {
  if (pace === undefined) {
    return [];
  }
  return [
    [
      t.slowdown,
      <>
        <strong className="gb-num">{pace.slowdown.toFixed(2)}×</strong>{' '}
        <span className="gb-soft">{t.slowdownNote(seconds(pace.seconds), seconds(pace.idealSeconds))}</span>
      </>,
    ],
  ];
}

function timeRows({ times }: Tail): [string, string][] {
  if (times === undefined) {
    return [];
  }
  return [
    [t.median, t.medianOf(seconds(times.median), seconds(times.low), seconds(times.high))],
    [t.extremes, t.extremesOf(seconds(times.least), seconds(times.most))],
  ];
}

/** Tasks by how long they took; a taller bar is more tasks. */
function Times({ times }: { times: TaskTimes }): ReactElement {
  const most = Math.max(1, ...times.bins.map((each) => each.tasks));
  const first = times.bins[0];
  const last = times.bins[times.bins.length - 1];
  const words = t.chart(integer(times.tasks), seconds(times.median), seconds(times.most));
  return (
    <div className="gb-hist-box" role="img" aria-label={words}>
      <div className="gb-hist">
        {times.bins.map((bin) => (
          <span
            key={bin.from}
            title={t.bin(integer(bin.tasks), seconds(bin.from), seconds(bin.to))}
            data-late={bin.from > times.high ? '' : undefined}
            style={{ height: bin.tasks === 0 ? '0' : `${Math.max(4, (100 * bin.tasks) / most)}%` }}
          />
        ))}
      </div>
      <div className="gb-between gb-soft gb-small">
        <span>{first === undefined ? '' : seconds(first.from)}</span>
        <span>{t.perTask}</span>
        <span>{last === undefined ? '' : seconds(last.to)}</span>
      </div>
    </div>
  );
}

const COLUMNS: Column<Straggler>[] = [
  {
    id: 'lease',
    header: t.tasks,
    cell: (each) => (
      <a href={href(['leases', each.lease])} title={t.lease(each.lease)} className="gb-num">
        {each.count === 1
          ? integer(each.first)
          : `${integer(each.first)}–${integer(each.first + each.count - 1)}`}
      </a>
    ),
    sort: (each) => each.first,
  },
  {
    id: 'worker',
    header: t.worker,
    cell: (each) => (
      <a href={href(['workers', each.worker])} title={each.worker}>
        {each.workerName ?? each.worker.slice(0, 8)}
      </a>
    ),
    sort: (each) => each.workerName ?? each.worker,
  },
  {
    id: 'state',
    header: t.state,
    cell: (each) => (
      <span title={each.sentence}>
        <State state={each.state} />
      </span>
    ),
    sort: (each) => each.state,
  },
  {
    id: 'took',
    header: t.took,
    right: true,
    cell: (each) => (
      <span className="gb-num gb-nowrap">
        {seconds(each.seconds)}
        {each.expectedSeconds === undefined ? null : (
          <span className="gb-soft"> / {seconds(each.expectedSeconds)}</span>
        )}
      </span>
    ),
    sort: (each) => each.seconds,
  },
  {
    id: 'end',
    header: t.end,
    right: true,
    minor: true,
    cell: (each) => (each.expectedEnd === undefined ? t.unknown : <Time at={each.expectedEnd} seconds />),
    sort: (each) => each.expectedEnd,
  },
  {
    id: 'workers',
    header: t.workers,
    right: true,
    minor: true,
    cell: (each) => integer(each.workers),
    sort: (each) => each.workers,
  },
  { id: 'why', header: t.why, minor: true, cell: (each) => <span className="gb-small">{each.sentence}</span> },
];
