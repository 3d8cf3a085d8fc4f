import type { ReactElement } from 'react';
import { useLeaseWhy } from '../api/queries';
import type { LeaseWhy, RankRow } from '../api/types';
import { integer } from '../lib/format';
import { href } from '../lib/router';
import { s } from '../strings';
import { Details, Loaded, PageHead, Time } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';
import { WhyCard } from '../ui/WhyCard';

const l = s.lease;
const DIGITS = 3;
const flow = (value: number): string => value.toFixed(DIGITS).replace('-', '−');

/** Why a worker was leased tasks of one bag and not of another. */
export function LeasePage({ id }: { id: string }): ReactElement {
  const why = useLeaseWhy(id);
  const bag = why.data?.bag;
  return (
    <>
      <PageHead
        title={l.page}
        documentTitle={`${l.page} ${id}`}
        crumbs={[
          { text: s.nav.bags, to: href(['bags']) },
          ...(bag === undefined ? [] : [{ text: bag, to: href(['bags', bag]) }]),
        ]}
        note={<span className="gb-mono">{id}</span>}
      />
      <Loaded answer={why}>{(data) => <LeaseView why={data} />}</Loaded>
    </>
  );
}

function LeaseView({ why }: { why: LeaseWhy }): ReactElement {
  return (
    <div className="gb-stack">
      <WhyCard why={why} />
      <section className="gb-card" aria-label={l.decided}>
        <Details
          rows={[
            [l.decided, l.decidedBy[why.decidedBy] ?? why.decidedBy],
            [l.bag, <a href={href(['bags', why.bag])}>{why.bag}</a>],
            [l.worker, <a className="gb-mono" href={href(['workers', why.worker])}>{why.worker}</a>],
            [l.at, <Time at={why.at} seconds />],
            [l.hostClass, why.hostClass],
            [l.epoch, why.epoch === undefined ? undefined : integer(why.epoch)],
          ]}
        />
      </section>
      <Ranking title={l.rows} caption={l.rowsCaption} what={l.alternative} rows={why.rows} empty={l.rowsEmpty} />
      <Ranking title={l.hosts} caption={l.hostsCaption} what={l.host} rows={why.hosts} empty={l.hostsEmpty} />
    </div>
  );
}

function Ranking(props: {
  title: string;
  caption: string;
  what: string;
  rows: RankRow[];
  empty: string;
}): ReactElement {
  return (
    <section className="gb-stack" aria-label={props.title}>
      <h2>{props.title}</h2>
      {props.rows.length === 0 ? (
        <div className="gb-card gb-soft">{props.empty}</div>
      ) : (
        <DataTable
          caption={props.caption}
          columns={rankColumns(props.what, props.rows)}
          rows={props.rows}
          rowKey={(row) => String(row.place)}
        />
      )}
    </section>
  );
}

function rankColumns(what: string, rows: RankRow[]): Column<RankRow>[] {
  const criteria = [...new Set(rows.flatMap((row) => row.shares.map((share) => share.criterion)))];
  return [
    { id: 'place', header: l.place, cell: (row) => row.place, sort: (row) => row.place },
    {
      id: 'alternative',
      header: what,
      cell: (row) => (
        <>
          <span className={row.taken ? 'gb-strong' : ''}>{row.alternative}</span>
          {row.taken ? <span className="gb-tag gb-after">{l.taken}</span> : null}
        </>
      ),
    },
    { id: 'level', header: l.level, right: true, minor: true, cell: (row) => integer(row.level), sort: (row) => row.level },
    ...criteria.map(
      (criterion): Column<RankRow> => ({
        id: criterion,
        header: criterion,
        right: true,
        minor: true,
        cell: (row) => {
          const share = row.shares.find((each) => each.criterion === criterion);
          return share === undefined ? (
            s.none
          ) : (
            <span title={l.value(String(share.value))}>{flow(share.contribution)}</span>
          );
        },
        sort: (row) => row.shares.find((each) => each.criterion === criterion)?.contribution,
      }),
    ),
    { id: 'net', header: l.net, right: true, cell: (row) => <strong>{flow(row.net)}</strong>, sort: (row) => row.net },
  ];
}
