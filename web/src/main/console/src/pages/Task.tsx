import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { apiUrl } from '../api/client';
import { useBag, useResult, useTask, useTaskWhy } from '../api/queries';
import type { About, Task, Vote } from '../api/types';
import { bytes, integer, shell } from '../lib/format';
import { preview } from '../lib/preview';
import { href } from '../lib/router';
import { s } from '../strings';
import { Hex, Loaded, PageHead, Pre, State, Time } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';
import { Icon } from '../ui/icons';
import { WhyCard } from '../ui/WhyCard';
import { CertificateCard, useTaskCertificate } from './TaskCertificate';
import { AcceptanceCard } from './TaskCourt';

const PREVIEW_BYTES_MAX = 65_536;

export function TaskPage({ bag, index, about }: { bag: string; index: number; about: About }): ReactElement {
  const owner = useBag(bag);
  const task = useTask(bag, index);
  const why = useTaskWhy(bag, index);
  const { certificate, read } = useTaskCertificate(task.data, bag, index);
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
              <div className="gb-stack">
                {certificate?.acceptance === undefined ? null : (
                  <AcceptanceCard bag={bag} index={index} acceptance={certificate.acceptance} about={about} />
                )}
                <CertificateCard task={data} certificate={certificate} read={read} />
              </div>
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

/** Of a vote that was not accepted one says why not. */
function outcome(vote: Vote): string {
  return vote.state === 'REJECTED' ? 'OUTVOTED' : vote.state;
}

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
    cell: (vote) => (
      <span title={s.task.vote.meaning[outcome(vote)]}>
        <State state={outcome(vote)} />
      </span>
    ),
    sort: outcome,
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
  {
    id: 'lease',
    header: s.task.vote.lease,
    right: true,
    minor: true,
    cell: (vote) => (
      <a href={href(['leases', vote.lease])} title={`${s.task.vote.why} ${vote.lease}`}>
        {s.task.vote.whyShort}
        <span className="gb-hidden"> {vote.lease}</span>
      </a>
    ),
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
