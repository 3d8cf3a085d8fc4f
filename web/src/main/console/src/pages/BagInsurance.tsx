import type { ReactElement } from 'react';
import { usePolicy } from '../api/queries';
import type { Assessment, Bag, BagInsurance, Policy } from '../api/types';
import { integer, times } from '../lib/format';
import { s } from '../strings';
import { Amount, Details, Hex, State, Time } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';

const i = s.insurance;

/** Whether the bag is insured, for how much, and what came of it. */
export function InsuranceCard({ bag, insurance }: { bag: Bag; insurance: BagInsurance }): ReactElement {
  const policy = usePolicy(bag.id, insurance.state === 'INSURED').data;
  const money = (nano: string | undefined) => (nano === undefined ? undefined : <Amount nano={nano} />);
  const cover = insurance.coverPerTask;
  return (
    <section className="gb-stack" aria-label={i.title}>
      <div className="gb-card">
        <div className="gb-between gb-card-head">
          <h2>{i.title}</h2>
          <State state={policy?.state === 'CLOSED' ? 'CLOSED' : insurance.state} />
        </div>
        {insurance.state === 'WANTED' || insurance.state === 'BUYING' ? (
          <p className="gb-soft">{i.waiting}</p>
        ) : null}
        {insurance.state === 'NOT_INSURED' ? <p>{i.none}</p> : null}
        <Details
          rows={[
            [i.reason, insurance.state === 'NOT_INSURED' ? insurance.reason : undefined],
            [i.premium, money(insurance.premium)],
            [i.cover, money(cover)],
            [i.coverAll, cover === undefined ? undefined : money(times(cover, policy?.tasks ?? bag.tasks))],
            [i.paid, insurance.state === 'INSURED' ? money(insurance.paid ?? '0') : undefined],
            [i.open, policy === undefined ? undefined : integer(policy.tasksOpen)],
            [i.deadline, policy === undefined ? undefined : <Time at={policy.deadline} seconds />],
            [i.bought, policy === undefined ? undefined : <Time at={policy.boughtAt} seconds />],
            [i.transaction, policy === undefined ? undefined : <Hex value={policy.transaction} what={i.transaction} />],
          ]}
        />
      </div>
      {policy === undefined ? null : <Claims policy={policy} />}
    </section>
  );
}

function Claims({ policy }: { policy: Policy }): ReactElement {
  if (policy.assessments.length === 0) {
    return <div className="gb-card gb-soft gb-small">{i.claimsEmpty}</div>;
  }
  return (
    <DataTable
      caption={i.claimsCaption}
      columns={CLAIM_COLUMNS}
      rows={policy.assessments}
      rowKey={(each) => String(each.partition)}
    />
  );
}

const count = (id: 'failed' | 'late' | 'overturned'): Column<Assessment> => ({
  id,
  header: i[id],
  right: true,
  cell: (each) => (each[id] === 0 ? '0' : <strong>{integer(each[id])}</strong>),
  sort: (each) => each[id],
});

const CLAIM_COLUMNS: Column<Assessment>[] = [
  { id: 'partition', header: i.partition, cell: (each) => each.partition, sort: (each) => each.partition },
  count('failed'),
  count('late'),
  count('overturned'),
  { id: 'paid', header: i.amount, right: true, money: (each) => each.paid },
  { id: 'at', header: i.at, right: true, minor: true, cell: (each) => <Time at={each.at} seconds /> },
  {
    id: 'transaction',
    header: i.transaction,
    minor: 'wide',
    cell: (each) => <Hex value={each.transaction} what={i.transaction} />,
  },
];
