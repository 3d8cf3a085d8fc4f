import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { apiUrl, ApiProblem } from '../api/client';
import { useBag, useCertificate, useResult, useTask, useTaskWhy } from '../api/queries';
import type { Certificate, Task, Vote } from '../api/types';
import { bytes, confidence, integer, shell } from '../lib/format';
import { preview } from '../lib/preview';
import { href } from '../lib/router';
import { s } from '../strings';
import { Details, Hex, Loaded, PageHead, Pre, State, Time } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';
import { Icon } from '../ui/icons';
import { WhyCard } from '../ui/WhyCard';

const PREVIEW_BYTES_MAX = 65_536;

export function TaskPage({ bag, index }: { bag: string; index: number }): ReactElement {
  const owner = useBag(bag);
  const task = useTask(bag, index);
  const why = useTaskWhy(bag, index);
  const name = owner.data?.name ?? bag;
  return (
    <>
      <PageHead
        title={s.task.page(integer(index))}
        documentTitle={`${s.task.page(integer(index))} · ${name}`}
        crumbs={[
          { text: s.nav.bags, to: href(['bags']) },
          { text: name, to: href(['bags', bag]) },
        ]}
        mark={task.data === undefined ? undefined : <State state={task.data.state} />}
        actions={<Neighbours bag={bag} index={index} tasks={owner.data?.tasks} />}
      />
      <Loaded answer={task} rows={5}>
        {(data) => (
          <div className="gb-stack">
            {why.data === undefined || data.state === 'CERTIFIED' ? null : <WhyCard why={why.data} />}
            <section className="gb-card">
              <h2>{s.task.command}</h2>
              <Pre text={shell(data.command)} what={s.task.command} wrap />
            </section>
            <section className="gb-stack" aria-label={s.task.votes}>
              <h2>{s.task.votes}</h2>
              <Votes votes={data.votes} />
            </section>
            <div className="gb-two">
              <Result task={data} />
              <CertificateCard task={data} />
            </div>
            <section className="gb-card">
              <h2>{s.task.terminal}</h2>
              <Pre
                text={`gridbourse task describe ${bag}/${index}\ngridbourse why ${bag}/${index}`}
                what={s.task.terminal}
              />
            </section>
          </div>
        )}
      </Loaded>
    </>
  );
}

function Neighbours(props: { bag: string; index: number; tasks: number | undefined }): ReactElement {
  const to = (index: number) => href(['bags', props.bag, 'tasks', index]);
  const later = props.tasks === undefined || props.index + 1 < props.tasks;
  return (
    <>
      <Button
        component="a"
        variant="default"
        href={props.index > 0 ? to(props.index - 1) : undefined}
        data-disabled={props.index === 0 || undefined}
        aria-disabled={props.index === 0}
        leftSection={<Icon name="left" />}
      >
        {s.task.previous}
      </Button>
      <Button
        component="a"
        variant="default"
        href={later ? to(props.index + 1) : undefined}
        data-disabled={!later || undefined}
        aria-disabled={!later}
        rightSection={<Icon name="right" />}
      >
        {s.task.next}
      </Button>
    </>
  );
}

const optionalTime = (at: string | undefined): ReactElement | string =>
  at === undefined ? s.none : <Time at={at} seconds />;

const VOTE_COLUMNS: Column<Vote>[] = [
  {
    id: 'worker',
    header: s.task.vote.worker,
    cell: (vote) => (
      <a className="gb-row-link" href={href(['workers', vote.worker])} title={vote.worker}>
        {vote.workerName ?? vote.worker}
      </a>
    ),
    sort: (vote) => vote.workerName ?? vote.worker,
  },
  {
    id: 'state',
    header: s.task.vote.outcome,
    cell: (vote) => <State state={vote.state} />,
    sort: (vote) => vote.state,
  },
  {
    id: 'weight',
    header: s.task.vote.weight,
    right: true,
    cell: (vote) => (vote.weight === undefined ? s.none : integer(vote.weight)),
    sort: (vote) => vote.weight,
  },
  {
    id: 'digest',
    header: s.task.vote.digest,
    cell: (vote) => (vote.digest === undefined ? s.none : <Hex value={vote.digest} what={s.task.vote.digest} />),
    sort: (vote) => vote.digest,
  },
  { id: 'leased', header: s.task.vote.leased, right: true, minor: true, cell: (vote) => optionalTime(vote.leasedAt) },
  {
    id: 'committed',
    header: s.task.vote.committed,
    right: true,
    minor: true,
    cell: (vote) => optionalTime(vote.committedAt),
  },
  {
    id: 'revealed',
    header: s.task.vote.revealed,
    right: true,
    minor: true,
    cell: (vote) => optionalTime(vote.revealedAt),
  },
];

function Votes({ votes }: { votes: Vote[] }): ReactElement {
  if (votes.length === 0) {
    return <div className="gb-card gb-soft">{s.task.noVotes}</div>;
  }
  return (
    <DataTable
      caption={s.task.votesCaption}
      columns={VOTE_COLUMNS}
      rows={votes}
      rowKey={(vote) => `${vote.worker} ${vote.lease}`}
    />
  );
}

function Result({ task }: { task: Task }): ReactElement {
  const size = task.resultBytes;
  const small = size !== undefined && size > 0 && size <= PREVIEW_BYTES_MAX;
  const address = apiUrl(`bags/${encodeURIComponent(task.bag)}/results/${task.index}`);
  return (
    <section className="gb-card" aria-label={s.task.result}>
      <div className="gb-between gb-card-head">
        <h2>
          {s.task.result} {size === undefined ? null : <span className="gb-soft gb-small">{bytes(size)}</span>}
        </h2>
        {size === undefined || size === 0 ? null : (
          <Button component="a" size="xs" variant="default" href={address} download leftSection={<Icon name="download" />}>
            {s.task.download}
          </Button>
        )}
      </div>
      {size === undefined ? <p className="gb-soft">{s.task.resultNone}</p> : null}
      {size === 0 ? <p className="gb-soft">{s.task.resultEmpty}</p> : null}
      {size !== undefined && size > PREVIEW_BYTES_MAX ? (
        <p className="gb-soft">{s.task.resultBig(bytes(size))}</p>
      ) : null}
      {small ? <Preview task={task} /> : null}
    </section>
  );
}

function Preview({ task }: { task: Task }): ReactElement {
  const result = useResult(task.bag, task.index, task.digest ?? `${task.resultBytes}`);
  return (
    <Loaded answer={result} rows={2}>
      {(data) => {
        const shown = preview(data);
        return (
          <>
            {shown.kind === 'hex' ? <p className="gb-soft gb-small">{s.task.resultHex}</p> : null}
            <Pre text={shown.text} what={s.task.result} wrap={shown.kind === 'text'} />
          </>
        );
      }}
    </Loaded>
  );
}

function CertificateCard({ task }: { task: Task }): ReactElement {
  const decided = task.state === 'CERTIFIED' || task.state === 'FAILED';
  const read = useCertificate(task.bag, task.index, task.certificate === undefined && decided);
  const certificate = task.certificate ?? read.data;
  const missing = read.error instanceof ApiProblem && read.error.problem.status === 404;
  return (
    <section className="gb-card" aria-label={s.task.certificate}>
      <h2>{s.task.certificate}</h2>
      {certificate !== undefined ? <CertificateBody certificate={certificate} /> : null}
      {certificate === undefined && (!decided || missing) ? (
        <Details
          rows={[
            [s.task.id, <Hex value={task.task} what={s.task.id} />],
            [s.task.certificate, s.task.noCertificate],
          ]}
        />
      ) : null}
      {certificate === undefined && decided && !missing ? (
        <Loaded answer={read} rows={2}>
          {() => null}
        </Loaded>
      ) : null}
    </section>
  );
}

function CertificateBody({ certificate }: { certificate: Certificate }): ReactElement {
  const c = s.task;
  const lines = certificate.proof.join('\n');
  return (
    <Details
      rows={[
        [c.method, certificate.method],
        [c.acceptance, certificate.acceptance?.sentence],
        [c.credibility, `${confidence(certificate.credibility)} (${certificate.accepted})`],
        [c.trust, integer(certificate.trust)],
        [
          c.bound,
          <details>
            <summary>{certificate.errorBound.toPrecision(2)}</summary>
            <Pre text={certificate.derivation.join('\n')} what={c.bound} wrap />
          </details>,
        ],
        [c.id, <Hex value={certificate.task} what={c.id} />],
        [c.digest, <Hex value={certificate.digest} what={c.digest} />],
        [
          c.root,
          certificate.resultsRoot === undefined ? undefined : <Hex value={certificate.resultsRoot} what={c.root} />,
        ],
        [
          c.settlement,
          certificate.settlementTransaction === undefined ? undefined : (
            <Hex value={certificate.settlementTransaction} what={c.settlement} />
          ),
        ],
        [
          c.proof,
          certificate.proof.length === 0 ? (
            c.proofHelp(0)
          ) : (
            <details>
              <summary>{c.proofHelp(certificate.proof.length)}</summary>
              <Pre text={lines} what={c.proof} wrap />
            </details>
          ),
        ],
      ]}
    />
  );
}
