import type { ReactElement } from 'react';
import { useCertification } from '../api/queries';
import type { Bag, Ballot, Certification } from '../api/types';
import { confidence, duration, integer, percent } from '../lib/format';
import { rungName } from '../lib/methods';
import { s } from '../strings';
import { Details, Empty, Loaded } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';
import { isFinal } from '../ui/states';
import { CertificateLinks } from './CertificateLinks';

const c = s.certification;

const figure = (value: number): string => String(Number(value.toPrecision(3)));

/** What the bag asks of results, and by how many votes its tasks were certified. */
export function BagCertification({ bag }: { bag: Bag }): ReactElement {
  const certification = useCertification(bag.id, isFinal(bag.state));
  return (
    <Loaded answer={certification} rows={4}>
      {(data) => (
        <div className="gb-stack">
          <Asked bag={bag} certification={data} />
          <Reached certification={data} />
          <section className="gb-card" aria-label={s.signed.title}>
            <h2>{s.signed.title}</h2>
            <p className="gb-soft">{s.signed.text}</p>
            {isFinal(bag.state) && bag.counts.certified > 0 ? (
              <CertificateLinks path={`bags/${bag.id}`} name={bag.id} />
            ) : (
              <p>{s.signed.notYet}</p>
            )}
          </section>
        </div>
      )}
    </Loaded>
  );
}

function Asked({ bag, certification }: { bag: Bag; certification: Certification }): ReactElement {
  const { rungs, spotChecks, windowSeconds, tolerated } = certification;
  return (
    <section className="gb-card" aria-label={c.asked}>
      <h2>{c.asked}</h2>
      <Details
        rows={[
          [
            c.rungs,
            <ul className="gb-rungs">
              {rungs.map((rung) => (
                <li key={rung}>
                  <code>{rung}</code> <span className="gb-soft">{c.rungHelp[rungName(rung)] ?? ''}</span>
                </li>
              ))}
            </ul>,
          ],
          [c.trust, s.bag.trustAsked(bag.trust, confidence(bag.confidence))],
          [c.window, windowSeconds === undefined ? undefined : duration(windowSeconds)],
          [c.comparator, <code>{certification.comparator}</code>],
          [c.spotChecks, spotChecks === 0 ? c.none : c.spotShare(percent(spotChecks, 1))],
          [c.tolerated, tolerated && c.toleratedOf(percent(tolerated.share, 1), figure(tolerated.spent), figure(tolerated.results))],
          [c.classes, c.classWord[certification.classes] ?? certification.classes],
        ]}
      />
    </section>
  );
}

function Reached({ certification }: { certification: Certification }): ReactElement {
  const { ballots, certified } = certification;
  if (ballots.length === 0) {
    return <Empty title={c.reached} text={c.empty} />;
  }
  const columns: Column<Ballot>[] = [
    { id: 'votes', header: c.votes, cell: (each) => <strong>{each.accepted}</strong>, sort: (each) => each.accepted },
    { id: 'outvoted', header: c.outvoted, right: true, cell: (each) => each.outvoted, sort: (each) => each.outvoted },
    { id: 'silent', header: c.silent, right: true, cell: (each) => each.silent, sort: (each) => each.silent },
    { id: 'tasks', header: c.tasks, right: true, cell: (each) => integer(each.tasks), sort: (each) => each.tasks },
    {
      id: 'share',
      header: c.share,
      minor: true,
      cell: (each) => (
        <span className="gb-share">
          <span className="gb-share-bar">
            <span style={{ width: `${(100 * each.tasks) / certified}%` }} />
          </span>
          <span className="gb-small gb-soft gb-num">{percent(each.tasks, certified)}</span>
        </span>
      ),
    },
  ];
  return (
    <section className="gb-stack" aria-label={c.reached}>
      <div className="gb-between">
        <h2>{c.reached}</h2>
        <span className="gb-soft gb-small">{c.total(integer(certified))}</span>
      </div>
      <DataTable
        caption={c.caption}
        columns={columns}
        rows={ballots}
        rowKey={(each) => `${each.accepted} ${each.outvoted} ${each.silent}`}
      />
      <p className="gb-soft gb-small">{c.all}</p>
    </section>
  );
}
