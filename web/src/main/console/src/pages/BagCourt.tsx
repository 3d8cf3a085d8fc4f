import type { ReactElement } from 'react';
import { useDisputes } from '../api/queries';
import type { About, Bag } from '../api/types';
import { useNow } from '../lib/clock';
import { windowsOf } from '../lib/court';
import { duration } from '../lib/format';
import { href } from '../lib/router';
import { s } from '../strings';
import { Details, State, Time } from '../ui/basics';
import { DataTable } from '../ui/DataTable';
import { disputeColumns } from './disputeColumns';

const a = s.accept;

/** What of a bag was accepted on one vote, how long it may be doubted, and who doubts it. */
export function BagCourt({ bag, about }: { bag: Bag; about: About }): ReactElement | null {
  const now = useNow();
  const isOptimistic = bag.verification === 'optimistic';
  const windows = windowsOf(bag.partitions, now);
  const disputes = useDisputes({ bag: bag.id, enabled: isOptimistic && windows.accepted > 0 });
  if (!isOptimistic || windows.accepted === 0) {
    return null;
  }
  const rows = disputes.data?.items ?? [];
  const over = windows.accepted - windows.open - windows.released;
  const end = (at: string) => (
    <span className="gb-row">
      <Time at={at} seconds />
      {Date.parse(at) > now ? (
        <span className="gb-soft">{a.left(duration((Date.parse(at) - now) / 1000))}</span>
      ) : null}
    </span>
  );
  return (
    <>
      <section className="gb-card" aria-label={a.title}>
        <div className="gb-between gb-card-head">
          <h2>{a.title}</h2>
          <State state={windows.open > 0 ? 'OPEN' : over > 0 ? 'OVER' : 'RELEASED'} />
        </div>
        <div className="gb-stack">
          <p>
            {a.bag(windows.open, windows.accepted)}{' '}
            {windows.open > 0 ? <span className="gb-soft">{a.help}</span> : null}
          </p>
          <Details
            rows={[
              [a.first, windows.first === undefined || windows.first === windows.last ? undefined : end(windows.first)],
              [windows.accepted > 1 ? a.last : a.window, windows.last === undefined ? undefined : end(windows.last)],
              [s.bag.partitions.caption, a.parts(windows.released, over)],
            ]}
          />
          {windows.open > 0 ? (
            <div>
              <a href={href(['bags', bag.id], { tab: 'tasks' })}>{a.tasks}</a>
            </div>
          ) : null}
        </div>
      </section>
      {rows.length === 0 ? null : (
        <section className="gb-stack" aria-label={a.disputes}>
          <h2>{a.disputes}</h2>
          <DataTable
            caption={a.disputes}
            columns={disputeColumns(about.account)}
            rows={rows}
            rowKey={(each) => String(each.id)}
            linked
          />
        </section>
      )}
    </>
  );
}
