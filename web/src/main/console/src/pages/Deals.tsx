import type { ReactElement } from 'react';
import { useDeals, useOne } from '../api/queries';
import type { Deal } from '../api/types';
import { integer, short, times } from '../lib/format';
import { href, usePlace } from '../lib/router';
import { s } from '../strings';
import { Amount, Details, Empty, Hex, Loaded, PageHead, State, Time } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';
import { Paging } from '../ui/Paging';

const c = s.deals.column;
const NO_ADDRESS = /^0x0{40}$/;

const COLUMNS: Column<Deal>[] = [
  {
    id: 'deal',
    header: c.deal,
    cell: (deal) => (
      <a className="gb-row-link gb-mono" href={href(['deals', deal.deal])} title={deal.deal}>
        {short(deal.deal)}
      </a>
    ),
  },
  {
    id: 'bag',
    header: c.bag,
    cell: (deal) => (
      <a className="gb-mono" href={href(['bags', deal.bag])}>
        {deal.bag}
      </a>
    ),
  },
  { id: 'state', header: c.state, cell: (deal) => <State state={deal.state} /> },
  { id: 'tasks', header: c.tasks, right: true, cell: (deal) => integer(deal.botSize) },
  { id: 'category', header: c.category, minor: true, cell: (deal) => deal.category },
  { id: 'trust', header: c.trust, right: true, minor: true, cell: (deal) => integer(deal.trust) },
  { id: 'price', header: s.deals.sum, right: true, minor: true, money: perTask },
  {
    id: 'total',
    header: s.deals.total,
    right: true,
    minor: true,
    money: (deal) => times(perTask(deal), deal.botSize),
  },
  { id: 'started', header: c.started, right: true, minor: true, cell: (deal) => <Time at={deal.startedAt} age /> },
  { id: 'block', header: c.block, right: true, minor: true, cell: (deal) => integer(deal.block) },
];

/** What app, dataset and pool get for one task. */
function perTask(deal: Deal): string {
  return (BigInt(deal.appPrice) + BigInt(deal.datasetPrice) + BigInt(deal.poolPrice)).toString();
}

export function DealsPage(): ReactElement {
  const { query } = usePlace();
  const deals = useDeals(query.get('cursor') ?? undefined);
  return (
    <>
      <PageHead title={s.deals.page} />
      <Loaded answer={deals} rows={6}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty title={s.deals.emptyTitle} text={s.deals.empty} />
          ) : (
            <>
              <DataTable
                caption={s.deals.caption}
                columns={COLUMNS}
                rows={page.items}
                more={page.nextCursor !== undefined}
                rowKey={(deal) => deal.deal}
                linked
              />
              <Paging note={s.deals.shown(page.items.length)} nextCursor={page.nextCursor} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

export function DealPage({ id }: { id: string }): ReactElement {
  const deal = useOne<Deal>('deals', id);
  return (
    <>
      <PageHead
        title={s.deals.one(short(id))}
        crumbs={[{ text: s.deals.page, to: href(['deals']) }]}
        mark={deal.data === undefined ? undefined : <State state={deal.data.state} />}
        note={<Hex value={id} what={c.deal} whole />}
      />
      <Loaded answer={deal}>{(data) => <DealView deal={data} />}</Loaded>
    </>
  );
}

function DealView({ deal }: { deal: Deal }): ReactElement {
  const d = s.deals;
  const rows: [string, React.ReactNode][] = [
    [c.bag, <a href={href(['bags', deal.bag])}>{deal.bag}</a>],
    [d.range, `${integer(deal.botFirst)}–${integer(deal.botFirst + deal.botSize - 1)} (${integer(deal.botSize)})`],
    [c.category, `${deal.category} (${s.categories[deal.category] ?? s.none})`],
    [c.trust, integer(deal.trust)],
    [d.requester, <Hex value={deal.requester} what={d.requester} />],
    [d.appAddress, <Hex value={deal.app} what={d.appAddress} />],
    [
      d.datasetAddress,
      NO_ADDRESS.test(deal.dataset) ? undefined : <Hex value={deal.dataset} what={d.datasetAddress} />,
    ],
    [d.poolAddress, <Hex value={deal.pool} what={d.poolAddress} />],
    [c.started, <Time at={deal.startedAt} />],
    [c.deadline, <Time at={deal.finalDeadline} />],
    [d.transaction, <Hex value={deal.transaction} what={d.transaction} />],
    [c.block, integer(deal.block)],
  ];
  return (
    <div className="gb-two">
      <section className="gb-card">
        <h2>{s.bag.details}</h2>
        <Details rows={rows} />
      </section>
      <section className="gb-card">
        <h2>{d.prices}</h2>
        <Details
          rows={[
            [c.app, <Amount nano={deal.appPrice} />],
            [c.dataset, <Amount nano={deal.datasetPrice} />],
            [c.pool, <Amount nano={deal.poolPrice} />],
            [d.sum, <Amount nano={perTask(deal)} />],
            [d.total, <Amount nano={times(perTask(deal), deal.botSize)} />],
            [c.stake, <Amount nano={deal.workerStake} />],
          ]}
        />
      </section>
    </div>
  );
}
