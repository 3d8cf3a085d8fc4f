import type { ReactElement } from 'react';
import { usePools } from '../api/queries';
import type { Pool, PoolOffer } from '../api/types';
import { integer, volume } from '../lib/format';
import { href } from '../lib/router';
import { s } from '../strings';
import { Empty, Hex, Loaded, PageHead } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';

const c = s.pools.column;

const OFFER_COLUMNS: Column<PoolOffer>[] = [
  { id: 'category', header: c.category, cell: (offer) => <strong>{offer.category}</strong> },
  { id: 'time', header: c.time, cell: (offer) => s.categories[offer.category] ?? s.none },
  { id: 'price', header: c.price, right: true, money: (offer) => offer.pricePerTask },
  { id: 'trust', header: c.trust, right: true, cell: (offer) => integer(offer.trustMax) },
  { id: 'volume', header: c.volume, right: true, minor: true, cell: (offer) => volume(offer.volumeLeft) },
  { id: 'order', header: c.order, minor: true, cell: (offer) => <Hex value={offer.orderHash} what={c.order} /> },
];

export function PoolsPage(): ReactElement {
  const pools = usePools();
  return (
    <>
      <PageHead title={s.pools.page} />
      <Loaded answer={pools}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty title={s.pools.emptyTitle} text={s.pools.empty} />
          ) : (
            <div className="gb-stack">
              {page.items.map((pool) => (
                <PoolCard key={pool.address} pool={pool} />
              ))}
            </div>
          )
        }
      </Loaded>
    </>
  );
}

function PoolCard({ pool }: { pool: Pool }): ReactElement {
  return (
    <section className="gb-card gb-stack" aria-label={pool.description}>
      <div className="gb-between">
        <h2>{pool.description}</h2>
        <a href={href(['workers'])}>{s.pools.online(integer(pool.workersOnline), integer(pool.workers))}</a>
      </div>
      <div className="gb-row gb-small">
        <span className="gb-soft">{s.pools.address}</span>
        <Hex value={pool.address} what={s.pools.address} />
        <span className="gb-soft">{s.pools.owner}</span>
        <Hex value={pool.owner} what={s.pools.owner} />
      </div>
      {pool.offers.length === 0 ? (
        <p className="gb-soft">{s.pools.noOffers}</p>
      ) : (
        <DataTable
          caption={s.pools.offers}
          columns={OFFER_COLUMNS}
          rows={pool.offers}
          rowKey={(offer) => offer.orderHash}
        />
      )}
    </section>
  );
}
