import type { ReactElement } from 'react';
import { useDispute, useDisputes } from '../api/queries';
import type { About, Dispute, Juror, Money } from '../api/types';
import { agrees, roleOf, stepsOf, type Step } from '../lib/court';
import { gain, integer, short } from '../lib/format';
import { href, usePlace } from '../lib/router';
import { s } from '../strings';
import { Amount, Details, Empty, Hex, Loaded, PageHead, State, Time } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';
import { Icon } from '../ui/icons';
import { Paging } from '../ui/Paging';
import { disputeColumns, TaskLink, Who } from './disputeColumns';

const c = s.court;

export function DisputesPage({ about }: { about: About }): ReactElement {
  const { query } = usePlace();
  const cursor = query.get('cursor') ?? undefined;
  const disputes = useDisputes({ cursor });
  return (
    <>
      <PageHead title={c.page} />
      <Loaded answer={disputes} rows={6}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty title={c.emptyTitle} text={c.empty} />
          ) : (
            <>
              <DataTable
                caption={c.caption}
                columns={disputeColumns(about.account)}
                rows={page.items}
                more={page.nextCursor !== undefined}
                rowKey={(each) => String(each.id)}
                linked
              />
              <Paging note={c.shown(page.items.length)} nextCursor={page.nextCursor} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

export function DisputePage({ id, about }: { id: string; about: About }): ReactElement {
  const dispute = useDispute(id);
  return (
    <>
      <PageHead
        title={c.one(id)}
        crumbs={[{ text: c.page, to: href(['disputes']) }]}
        mark={dispute.data === undefined ? undefined : <State state={dispute.data.state} />}
      />
      <Loaded answer={dispute} rows={5}>
        {(data) => <DisputeView dispute={data} mine={about.account} />}
      </Loaded>
    </>
  );
}

function DisputeView({ dispute, mine }: { dispute: Dispute; mine: string | undefined }): ReactElement {
  return (
    <div className="gb-stack">
      <section className="gb-card gb-why" aria-label={s.bag.why}>
        <div className="gb-why-line">
          <Icon name="scales" />
          <p>{dispute.sentence}</p>
        </div>
      </section>
      <section className="gb-card" aria-label={c.steps.title}>
        <h2>{c.steps.title}</h2>
        <Steps dispute={dispute} />
      </section>
      <div className="gb-two">
        <section className="gb-card" aria-label={c.details}>
          <h2>{c.details}</h2>
          <About dispute={dispute} mine={mine} />
        </section>
        <section className="gb-stack" aria-label={c.money}>
          <h2>{c.money}</h2>
          <MoneyMoved dispute={dispute} mine={mine} />
        </section>
      </div>
      <section className="gb-stack" aria-label={c.jury}>
        <h2>{c.jury}</h2>
        {dispute.jury.length === 0 ? (
          <div className="gb-card gb-soft">{c.juryEmpty}</div>
        ) : (
          <DataTable
            caption={c.juryCaption}
            columns={juryColumns(dispute)}
            rows={dispute.jury}
            rowKey={(each) => `${each.round} ${each.worker}`}
          />
        )}
      </section>
    </div>
  );
}

const STEP_ICONS = { done: 'check', now: 'play', ahead: 'circle' } as const;

function Steps({ dispute }: { dispute: Dispute }): ReactElement {
  return (
    <ol className="gb-steps">
      {stepsOf(dispute).map((step) => (
        <li key={step.key} data-state={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <Icon name={STEP_ICONS[step.state]} size={14} />
          <span>{c.steps[step.key]}</span>
          <StepNote step={step} />
        </li>
      ))}
    </ol>
  );
}

function StepNote({ step }: { step: Step }): ReactElement {
  return (
    <span className="gb-soft gb-small gb-num">
      {step.votes === undefined ? null : c.steps.votes(step.votes.done, step.votes.all)}
      {step.votes !== undefined && step.until !== undefined ? ', ' : null}
      {step.until === undefined ? null : (
        <>
          {c.steps.until('')}
          <Time at={step.until} seconds />
        </>
      )}
      {step.at === undefined ? null : <Time at={step.at} seconds />}
    </span>
  );
}

function About({ dispute, mine }: { dispute: Dispute; mine: string | undefined }): ReactElement {
  const verdict = dispute.verdict;
  return (
    <Details
      rows={[
        [c.column.task, <TaskLink dispute={dispute} />],
        [c.column.challenger, <Who address={dispute.challenger} mine={mine} what={c.column.challenger} />],
        [c.column.stake, <Amount nano={dispute.stake} />],
        [c.accepted, <Hex value={dispute.digest} what={c.accepted} />],
        [
          c.verdictDigest,
          verdict === undefined ? undefined : (
            <span className="gb-row">
              <Hex value={verdict} what={c.verdictDigest} />
              <span className="gb-soft gb-small">{verdict === dispute.digest ? c.same : c.other}</span>
            </span>
          ),
        ],
        [
          c.contributor,
          dispute.liar === undefined ? (
            <span className="gb-soft">{c.contributorHidden}</span>
          ) : (
            <a className="gb-mono" href={href(['workers', dispute.liar])} title={dispute.liar}>
              {short(dispute.liar)}
            </a>
          ),
        ],
        [c.round, c.roundOf(dispute.round + 1)],
        [c.needed, dispute.jurorsNeeded === undefined ? undefined : integer(dispute.jurorsNeeded)],
        [
          s.bag.fields.deal,
          <span className="gb-row">
            <a href={href(['deals', dispute.deal])}>{s.deals.page.slice(0, -1)}</a>
            <Hex value={dispute.deal} what={s.bag.fields.deal} />
          </span>,
        ],
        [s.task.id, <Hex value={dispute.task} what={s.task.id} />],
        [c.openedBy, <Hex value={dispute.transaction} what={c.openedBy} />],
        [
          c.endedBy,
          dispute.endTransaction === undefined ? undefined : (
            <Hex value={dispute.endTransaction} what={c.endedBy} />
          ),
        ],
      ]}
    />
  );
}

function MoneyMoved({ dispute, mine }: { dispute: Dispute; mine: string | undefined }): ReactElement {
  if (dispute.money.length === 0) {
    return <div className="gb-card gb-soft">{c.moneyEmpty}</div>;
  }
  const columns: Column<Money>[] = [
    {
      id: 'account',
      header: c.account,
      cell: (each) => <Who address={each.account.trim()} mine={mine} what={c.account} />,
    },
    {
      id: 'role',
      header: c.role,
      cell: (each) => c.roles[roleOf(each.account, dispute)],
    },
    {
      id: 'amount',
      header: c.amount,
      right: true,
      cell: (each) => <Gain nano={each.amount} />,
      sort: (each) => BigInt(each.amount),
    },
  ];
  return (
    <>
      <DataTable caption={c.moneyCaption} columns={columns} rows={dispute.money} rowKey={(each) => each.account} />
      <p className="gb-soft gb-small">{c.moneySum}</p>
    </>
  );
}

function Gain({ nano }: { nano: string }): ReactElement {
  const isLoss = nano.startsWith('-');
  return (
    <span className="gb-num gb-gain" data-tone={isLoss ? 'bad' : 'good'} title={`${integer(BigInt(nano))} nRLC`}>
      {gain(nano)}
    </span>
  );
}

function juryColumns(dispute: Dispute): Column<Juror>[] {
  const j = c.juror;
  const got = new Map(dispute.money.map((each) => [each.account.trim().toLowerCase(), each.amount]));
  return [
    {
      id: 'juror',
      header: j.worker,
      cell: (each) => (
        <a className="gb-mono" href={href(['workers', each.worker])} title={each.worker}>
          {short(each.worker)}
        </a>
      ),
    },
    {
      id: 'owner',
      header: j.owner,
      minor: true,
      cell: (each) => (each.owner === undefined ? s.none : <Hex value={each.owner} what={j.owner} />),
    },
    { id: 'round', header: j.round, right: true, minor: true, cell: (each) => each.round + 1, sort: (each) => each.round },
    { id: 'vote', header: j.vote, minor: dispute.endedAt !== undefined, cell: (each) => <State state={each.vote} />, sort: (each) => each.vote },
    {
      id: 'answer',
      header: j.answer,
      minor: true,
      cell: (each) => (each.digest === undefined ? s.none : <Hex value={each.digest} what={j.answer} />),
      sort: (each) => each.digest,
    },
    { id: 'agrees', header: j.agrees, minor: dispute.endedAt === undefined, cell: (each) => <Agrees agrees={agrees(each, dispute.verdict)} /> },
    {
      id: 'got',
      header: j.got,
      right: true,
      cell: (each) => {
        const nano = got.get(each.worker.toLowerCase());
        return nano === undefined ? s.none : <Gain nano={nano} />;
      },
    },
  ];
}

function Agrees({ agrees: does }: { agrees: boolean | undefined }): ReactElement | string {
  if (does === undefined) {
    return s.none;
  }
  return (
    <span className="gb-state" data-tone={does ? 'good' : 'bad'}>
      <Icon name={does ? 'check' : 'cross'} />
      {does ? c.agrees : c.disagrees}
    </span>
  );
}
