import type { ReactElement } from 'react';
import { usePools, useReservations } from '../api/queries';
import type { Pool, PoolOffer, Reservation } from '../api/types';
import { integer, volume } from '../lib/format';
import { href } from '../lib/router';
import { s } from '../strings';
import { Empty, Hex, Loaded, PageHead, State, Time } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';
import { ForecastScores } from './Forecasts';

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
              <ForecastScores />
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
      <Reservations pool={pool.address} />
    </section>
  );
}

const r = s.pools.reservation;

const RESERVATION_COLUMNS: Column<Reservation>[] = [
  { id: 'project', header: r.project, cell: (each) => <strong>{each.project}</strong> },
  { id: 'share', header: r.share, right: true, cell: (each) => `${each.percent}%` },
  { id: 'state', header: r.state, cell: (each) => <State state={each.state} /> },
  { id: 'from', header: r.from, right: true, minor: true, cell: (each) => <Time at={each.from} /> },
  { id: 'until', header: r.until, right: true, cell: (each) => <Time at={each.until} /> },
  { id: 'lent', header: r.lent, minor: true, cell: (each) => (each.lent ? s.yes : s.no) },
  { id: 'by', header: r.by, minor: true, cell: (each) => each.madeBy },
];

/** Workers of the pool that are kept for projects. */
function Reservations({ pool }: { pool: string }): ReactElement {
  const reservations = useReservations(pool);
  return (
    <>
      <h3 className="gb-label">{s.pools.reserved}</h3>
      <Loaded answer={reservations} rows={1}>
        {(page) =>
          page.items.length === 0 ? (
            <p className="gb-soft gb-small">{s.pools.reservedNone}</p>
          ) : (
            <DataTable
              caption={s.pools.reservedCaption}
              columns={RESERVATION_COLUMNS}
              rows={page.items}
              rowKey={(each) => each.reservation}
            />
          )
        }
      </Loaded>
    </>
  );
}
