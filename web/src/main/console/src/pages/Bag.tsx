import { Button, Modal, Tabs } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { apiUrl } from '../api/client';
import { cancelBag, useBag, useBagWhy, useSpec } from '../api/queries';
import type { About, Bag, Partition } from '../api/types';
import { useNow } from '../lib/clock';
import { windowsOf } from '../lib/court';
import { amountText, confidence, duration, integer, percent, rate, share } from '../lib/format';
import { amend, href, usePlace } from '../lib/router';
import { s } from '../strings';
import { Amount, Details, Empty, Hex, Loaded, Loading, PageHead, Pre, State, Tile, Time, Trouble } from '../ui/basics';
import { SmallProgress, StateBar, StateLegend } from '../ui/Bars';
import { DataTable, type Column } from '../ui/DataTable';
import { Icon } from '../ui/icons';
import { LiveChart } from '../ui/LiveChart';
import { isFinal } from '../ui/states';
import { WhyCard } from '../ui/WhyCard';
import { BagCells } from './BagCells';
import { CostCard, energyText } from './BagCost';
import { BagCourt } from './BagCourt';
import { InsuranceCard } from './BagInsurance';
import { ForecastCard, SupportCard } from './BagPromise';
import { TailCard } from './BagTail';

const BagTasks = lazy(async () => ({ default: (await import('./BagTasks')).BagTasks }));

const BagCertification = lazy(async () => ({
  default: (await import('./BagCertification')).BagCertification,
}));

const TABS = ['overview', 'tasks', 'certification', 'partitions', 'spec'] as const;

export function BagPage({ id, about }: { id: string; about: About }): ReactElement {
  const bag = useBag(id);
  return (
    <>
      {bag.data === undefined ? (
        <PageHead title={id} crumbs={[{ text: s.nav.bags, to: href(['bags']) }]} />
      ) : null}
      <Loaded answer={bag} rows={6}>
        {(data) => <BagView bag={data} readAt={bag.dataUpdatedAt} about={about} />}
      </Loaded>
    </>
  );
}

function BagView({ bag, readAt, about }: { bag: Bag; readAt: number; about: About }): ReactElement {
  const { query } = usePlace();
  const asked = query.get('tab');
  const tab = TABS.find((each) => each === asked) ?? 'overview';
  return (
    <>
      <PageHead
        title={bag.name}
        crumbs={[{ text: s.nav.bags, to: href(['bags']) }]}
        mark={<State state={bag.cancelRequested && !isFinal(bag.state) ? 'CANCELLING' : bag.state} />}
        note={<Hex value={bag.id} what={s.bag.fields.id} whole />}
        actions={<Actions bag={bag} />}
      />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(value) => amend({ tab: value === 'overview' ? undefined : (value ?? undefined) })}
      >
        <Tabs.List mb="md">
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {s.bag.tabs[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Overview bag={bag} readAt={readAt} about={about} />
        </Tabs.Panel>
        <Tabs.Panel value="tasks">
          <Suspense fallback={<Loading rows={8} />}>
            <BagTasks bag={bag} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="certification">
          <Suspense fallback={<Loading rows={4} />}>
            <BagCertification bag={bag} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="partitions">
          <Partitions bag={bag} />
        </Tabs.Panel>
        <Tabs.Panel value="spec">
          <SpecAndCommand bag={bag} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Actions({ bag }: { bag: Bag }): ReactElement {
  const none = bag.counts.certified === 0;
  return (
    <>
      <Button
        component="a"
        variant="default"
        href={none ? undefined : apiUrl(`bags/${bag.id}/results`)}
        download
        data-disabled={none || undefined}
        aria-disabled={none}
        title={none ? s.bag.noResults : s.bag.downloadTitle}
        leftSection={<Icon name="download" />}
      >
        {s.bag.download}
      </Button>
      {isFinal(bag.state) && !none ? (
        <Button
          component="a"
          variant="default"
          href={apiUrl(`bags/${bag.id}/certificate?format=pdf`)}
          download
          title={s.signed.help.pdf}
          leftSection={<Icon name="download" />}
        >
          {s.signed.bag}
        </Button>
      ) : null}
      {isFinal(bag.state) ? null : <Cancel bag={bag} />}
    </>
  );
}

function Cancel({ bag }: { bag: Bag }): ReactElement {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelBag(bag.id),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: ['bag', bag.id] });
    },
  });
  const open = bag.counts.waiting + bag.counts.leased + bag.counts.sealed;
  return (
    <>
      <Button
        variant="default"
        color="red"
        leftSection={<Icon name="stop" />}
        disabled={bag.cancelRequested}
        onClick={() => setAsking(true)}
      >
        {bag.cancelRequested ? s.bag.cancelAsked : s.bag.cancel}
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={s.bag.cancelTitle(bag.name)}>
        <div className="gb-stack">
          <p>{s.bag.cancelText(integer(open))}</p>
          {cancel.error === null ? null : <Trouble failure={cancel.error} />}
          <div className="gb-row">
            <Button color="red" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {s.bag.cancelYes}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
              {s.bag.cancelNo}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}

function Overview({ bag, readAt, about }: { bag: Bag; readAt: number; about: About }): ReactElement {
  const why = useBagWhy(bag.id, bag.state !== 'COMPLETED');
  const done = bag.counts.certified + bag.counts.failed;
  const tasksIn = (state: string) => href(['bags', bag.id], { tab: 'tasks', state });
  return (
    <div className="gb-stack">
      {why.data === undefined || bag.state === 'COMPLETED' ? null : <WhyCard why={why.data} />}
      <section className="gb-card" aria-label={s.bag.progress}>
        <div className="gb-between">
          <h2>{s.bag.progress}</h2>
          <span className="gb-num">
            <strong>{percent(done, bag.tasks)}</strong>{' '}
            <span className="gb-soft">{s.bag.ofTasks(integer(done), integer(bag.tasks))}</span>
          </span>
        </div>
        <div className="gb-bar-space">
          <StateBar counts={bag.counts} tasks={bag.tasks} />
        </div>
        <StateLegend counts={bag.counts} tasks={bag.tasks} to={tasksIn} />
      </section>
      <Tiles bag={bag} />
      <BagCourt bag={bag} about={about} />
      <BagCells bag={bag} />
      <div className="gb-two">
        <ForecastCard bag={bag} />
        <CostCard bag={bag} />
        <TailCard bag={bag} />
        {bag.support === undefined ? null : <SupportCard support={bag.support} />}
        {bag.insurance === undefined ? null : <InsuranceCard bag={bag} insurance={bag.insurance} />}
        <section className="gb-card" aria-label={s.bag.details}>
          <h2>{s.bag.details}</h2>
          <BagDetails bag={bag} />
        </section>
        {isFinal(bag.state) || bag.state === 'ACCEPTED' ? null : (
          <section className="gb-card" aria-label={s.bag.chart}>
            <h2>{s.bag.chart}</h2>
            <LiveChart
              name={`bag ${bag.id}`}
              value={bag.state === 'RUNNING' ? (bag.tasksPerSecond ?? 0) : undefined}
              readAt={readAt}
              label={s.bag.chart}
              waiting={s.bag.chartWait}
            />
          </section>
        )}
      </div>
    </div>
  );
}

function Tiles({ bag }: { bag: Bag }): ReactElement {
  const settled = bag.partitions.filter((each) => each.settlementTransaction !== undefined).length;
  const price = bag.pricePerTask === undefined ? '' : s.bag.price(amountText(bag.pricePerTask));
  return (
    <div className="gb-tiles">
      <FinishTile bag={bag} />
      <Tile
        label={s.bag.rate}
        value={
          bag.tasksPerSecond === undefined ? (
            s.none
          ) : (
            <>
              {rate(bag.tasksPerSecond)} <small>{s.bag.perSecond}</small>
            </>
          )
        }
        note={
          bag.startedAt === undefined ? (
            ''
          ) : (
            <>
              {s.bag.started} <Time at={bag.startedAt} age />
            </>
          )
        }
      />
      <Tile
        label={s.bag.certification}
        value={percent(bag.counts.certified, bag.tasks)}
        note={
          <>
            {s.bag.trustAsked(bag.trust, confidence(bag.confidence))} ·{' '}
            {bag.counts.failed === 0 ? s.bag.failedNone : s.bag.failedSome(integer(bag.counts.failed))}
            <br />
            {bag.partitions.length === 0 ? '' : s.bag.settled(settled, bag.partitions.length)}
          </>
        }
      />
      <Tile
        label={s.bag.cost}
        value={<Amount nano={bag.spent} />}
        note={
          <>
            {s.bag.spentOf(amountText(bag.budget))} ({Math.round(share(bag.spent, bag.budget) * 100)}%)
            <br />
            {price}
          </>
        }
      />
    </div>
  );
}

function FinishTile({ bag }: { bag: Bag }): ReactElement {
  const now = useNow();
  if (bag.endedAt !== undefined) {
    const began = bag.startedAt ?? bag.submittedAt;
    const seconds = (Date.parse(bag.endedAt) - Date.parse(began)) / 1000;
    return (
      <Tile label={s.bag.finishedIn} value={<Time at={bag.endedAt} />} note={s.bag.took(duration(seconds))} />
    );
  }
  const { last } = windowsOf(bag.partitions, now);
  if (bag.state === 'ACCEPTED' && last !== undefined) {
    return <Tile label={s.bag.payment} value={<Time at={last} />} note={s.bag.paymentNote} />;
  }
  if (bag.predictedEnd === undefined) {
    return <Tile label={s.bag.finish} value={s.none} note={s.bag.noPrediction} />;
  }
  const left = Math.max(0, (Date.parse(bag.predictedEnd) - now) / 1000);
  return (
    <Tile
      label={s.bag.finish}
      value={<Time at={bag.predictedEnd} />}
      note={s.bag.in(duration(left)) + inTime(bag)}
    />
  );
}

/** How probable it is that the deadline is kept, if the bag has one. */
function inTime(bag: Bag): string {
  const probability = bag.forecast?.probability;
  return probability === undefined ? '' : s.bag.inTime(Math.round(100 * probability));
}

function BagDetails({ bag }: { bag: Bag }): ReactElement {
  const labels = Object.entries(bag.labels).map(([name, value]) => `${name}=${value}`);
  const f = s.bag.fields;
  return (
    <Details
      rows={[
        [f.app, <a href={href(['apps'])}>{bag.app}</a>],
        [f.pool, bag.poolName ?? bag.pool],
        [f.category, bag.category],
        [f.requester, <Hex value={bag.requester} what={f.requester} />],
        [f.project, bag.project],
        [f.labels, labels.length === 0 ? undefined : labels.join(', ')],
        [
          f.deal,
          <span className="gb-row">
            <a href={href(['deals', bag.deal])}>{s.deals.page.slice(0, -1)}</a>
            <Hex value={bag.deal} what={f.deal} />
          </span>,
        ],
        [
          f.match,
          bag.matchTransaction === undefined ? undefined : <Hex value={bag.matchTransaction} what={f.match} />,
        ],
        [f.submitted, <Time at={bag.submittedAt} seconds />],
        [f.started, bag.startedAt === undefined ? undefined : <Time at={bag.startedAt} seconds />],
        [f.ended, bag.endedAt === undefined ? undefined : <Time at={bag.endedAt} seconds />],
        [f.energy, bag.energy === undefined || bag.cost !== undefined ? undefined : energyText(bag.energy)],
      ]}
    />
  );
}

function Partitions({ bag }: { bag: Bag }): ReactElement {
  const p = s.bag.partitions;
  if (bag.partitions.length === 0) {
    return <Empty title={p.caption} text={p.empty} />;
  }
  const columns: Column<Partition>[] = [
    { id: 'number', header: p.number, cell: (each) => each.number, sort: (each) => each.number },
    {
      id: 'range',
      header: p.range,
      cell: (each) => (
        <a
          href={href(['bags', bag.id], { first: each.first, count: each.tasks })}
          title={p.show}
          className="gb-num"
        >
          {integer(each.first)}–{integer(each.first + each.tasks - 1)}
        </a>
      ),
    },
    { id: 'state', header: p.state, cell: (each) => <State state={each.state} />, sort: (each) => each.state },
    {
      id: 'progress',
      header: p.progress,
      cell: (each) => <SmallProgress counts={each.counts} tasks={each.tasks} />,
      sort: (each) => (each.counts.certified + each.counts.failed) / each.tasks,
    },
    { id: 'node', header: p.node, minor: true, cell: (each) => each.node ?? s.none, sort: (each) => each.node },
    ...(bag.verification === 'optimistic'
      ? [
          {
            id: 'window',
            header: p.window,
            minor: true,
            cell: (each: Partition) =>
              each.challengeUntil === undefined ? s.none : <Time at={each.challengeUntil} seconds />,
            sort: (each: Partition) => each.challengeUntil,
          },
        ]
      : []),
    {
      id: 'settlement',
      header: p.settlement,
      cell: (each) =>
        each.settlementTransaction === undefined ? (
          <span className="gb-soft">{p.notSettled}</span>
        ) : (
          <Hex value={each.settlementTransaction} what={p.settlement} />
        ),
    },
  ];
  return (
    <DataTable
      caption={p.caption}
      columns={columns}
      rows={bag.partitions}
      rowKey={(each) => String(each.number)}
    />
  );
}

function SpecAndCommand({ bag }: { bag: Bag }): ReactElement {
  const spec = useSpec(bag.id);
  return (
    <div className="gb-stack">
      <section className="gb-card">
        <h2>{s.bag.command}</h2>
        <p className="gb-soft">{s.bag.commandHelp}</p>
        <Pre text="gridbourse submit bag.yaml --watch" what={s.bag.command} />
      </section>
      <section className="gb-card">
        <h2>{s.bag.followCommand}</h2>
        <Pre
          text={`gridbourse bag watch ${bag.id}\ngridbourse results ${bag.id} -o results`}
          what={s.bag.followCommand}
        />
      </section>
      <section className="gb-card">
        <h2>{s.bag.spec}</h2>
        <Loaded answer={spec}>
          {(text) => (text.trim() === '' ? <p>{s.bag.noSpec}</p> : <Pre text={text} what={s.bag.spec} />)}
        </Loaded>
      </section>
    </div>
  );
}
