import { Button, Modal, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { post } from '../api/client';
import { useOne, useWorkers } from '../api/queries';
import type { About, Driver, EnrolmentToken, Host, Worker } from '../api/types';
import { bytes, integer, joules, percent, rate } from '../lib/format';
import { amend, href, usePlace } from '../lib/router';
import { s, stateWord } from '../strings';
import { Amount, Details, Empty, Hex, Loaded, PageHead, Pre, State, Tile, Time, Trouble } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';
import { Icon } from '../ui/icons';
import { Paging } from '../ui/Paging';

const c = s.workers.column;

const COLUMNS: Column<Worker>[] = [
  {
    id: 'name',
    header: c.name,
    cell: (worker) => (
      <a className="gb-row-link" href={href(['workers', worker.address])} title={worker.address}>
        {worker.name}
      </a>
    ),
    sort: (worker) => worker.name,
  },
  { id: 'state', header: c.state, cell: (worker) => <State state={worker.state} />, sort: (worker) => worker.state },
  {
    id: 'drivers',
    header: c.drivers,
    minor: true,
    cell: (worker) => <Drivers drivers={worker.drivers} />,
    sort: (worker) => Math.max(0, ...worker.drivers.filter((each) => each.enabled).map((each) => each.isolation)),
  },
  {
    id: 'rate',
    header: c.rate,
    right: true,
    cell: (worker) => (worker.tasksPerSecond === undefined ? s.none : rate(worker.tasksPerSecond)),
    sort: (worker) => worker.tasksPerSecond,
  },
  {
    id: 'score',
    header: c.score,
    right: true,
    cell: (worker) => integer(worker.score),
    sort: (worker) => worker.score,
  },
  {
    id: 'weight',
    header: c.weight,
    right: true,
    minor: 'wide',
    cell: (worker) => integer(worker.weight),
    sort: (worker) => worker.weight,
  },
  {
    id: 'pledge',
    header: c.pledge,
    right: true,
    minor: true,
    money: (worker) => worker.pledge,
  },
  {
    id: 'leases',
    header: c.leases,
    right: true,
    minor: 'wide',
    cell: (worker) => integer(worker.leases),
    sort: (worker) => worker.leases,
  },
  {
    id: 'accepted',
    header: c.accepted,
    right: true,
    minor: true,
    cell: (worker) => integer(worker.tasksAccepted),
    sort: (worker) => worker.tasksAccepted,
  },
  {
    id: 'rejected',
    header: c.rejected,
    right: true,
    cell: (worker) => <Rejected worker={worker} />,
    sort: (worker) => worker.tasksRejected,
  },
  {
    id: 'machine',
    header: c.machine,
    minor: 'wide',
    cell: (worker) => (
      <span className="gb-nowrap">
        {s.workers.cpus(worker.cpus)} · {bytes(worker.memoryBytes)}
      </span>
    ),
    sort: (worker) => worker.cpus,
  },
  {
    id: 'seen',
    header: c.seen,
    right: true,
    minor: true,
    cell: (worker) => (worker.lastSeen === undefined ? s.none : <Time at={worker.lastSeen} age />),
    sort: (worker) => worker.lastSeen,
  },
];

function Rejected({ worker }: { worker: Worker }): ReactElement {
  if (worker.tasksRejected === 0) {
    return <>0</>;
  }
  const share = percent(worker.tasksRejected, worker.tasksAccepted + worker.tasksRejected);
  return (
    <span className="gb-alarm" title={share}>
      <Icon name="alert" size={13} /> {integer(worker.tasksRejected)}
    </span>
  );
}

function Drivers({ drivers }: { drivers: Driver[] }): ReactElement {
  return (
    <ul className="gb-drivers">
      {drivers.map((driver) => (
        <li key={driver.name} data-enabled={driver.enabled} title={driver.notes.join('; ') || s.workers.noNotes}>
          {driver.name}{' '}
          <span className="gb-soft">
            {driver.enabled ? s.workers.isolation(driver.isolation) : s.workers.disabled}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function WorkersPage({ about }: { about: About }): ReactElement {
  const { query } = usePlace();
  const workers = useWorkers(query.get('cursor') ?? undefined);
  const state = query.get('state') ?? '';
  const mayEnrol = about.roles.includes('operator') || about.roles.includes('admin');
  return (
    <>
      <PageHead title={s.workers.page} actions={mayEnrol ? <Enrol /> : null} />
      <Loaded answer={workers} rows={6}>
        {(page) => {
          const states = [...new Set(page.items.map((worker) => worker.state))].sort();
          const rows = page.items.filter((worker) => state === '' || worker.state === state);
          if (page.items.length === 0) {
            return <Empty title={s.workers.emptyTitle} text={s.workers.empty} command={s.workers.emptyCommand} />;
          }
          return (
            <>
              <div className="gb-filters">
                <NativeSelect
                  aria-label={c.state}
                  value={state}
                  onChange={(event) => amend({ state: event.currentTarget.value })}
                  data={[
                    { value: '', label: s.workers.any },
                    ...states.map((each) => ({ value: each, label: stateWord(each) })),
                  ]}
                />
              </div>
              {rows.length === 0 ? (
                <Empty title={s.workers.emptyFiltered} text={s.bags.emptyFiltered} />
              ) : (
                <DataTable
                  caption={s.workers.caption}
                  columns={COLUMNS}
                  rows={rows}
                  more={page.nextCursor !== undefined}
                  rowKey={(worker) => worker.address}
                  linked
                />
              )}
              <Paging note={s.workers.shown(rows.length)} nextCursor={page.nextCursor} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Enrol(): ReactElement {
  const issue = useMutation({ mutationFn: () => post<EnrolmentToken>('workers/tokens', {}) });
  const [shown, setShown] = useState(false);
  const server = new URL('.', document.baseURI).toString().replace(/\/$/, '');
  return (
    <>
      <Button
        leftSection={<Icon name="plus" />}
        onClick={() => {
          setShown(true);
          issue.mutate();
        }}
      >
        {s.workers.enrol}
      </Button>
      <Modal
        opened={shown}
        size="lg"
        onClose={() => {
          setShown(false);
          issue.reset();
        }}
        title={s.workers.enrolTitle}
      >
        <div className="gb-stack">
          {issue.error === null ? null : <Trouble failure={issue.error} retry={() => issue.mutate()} />}
          {issue.data === undefined ? null : (
            <>
              <p>{s.workers.enrolText}</p>
              <Pre text={`gridbourse worker run --server ${server} --token ${issue.data.token}`} what={s.workers.enrol} wrap />
              <p className="gb-soft">
                {s.workers.expires} <Time at={issue.data.expires} age />
              </p>
            </>
          )}
        </div>
      </Modal>
    </>
  );
}

export function WorkerPage({ address }: { address: string }): ReactElement {
  const worker = useOne<Worker>('workers', address);
  return (
    <>
      <PageHead
        title={worker.data?.name ?? address}
        crumbs={[{ text: s.workers.page, to: href(['workers']) }]}
        mark={worker.data === undefined ? undefined : <State state={worker.data.state} />}
        note={<Hex value={address} what={s.workers.address} whole />}
      />
      <Loaded answer={worker}>{(data) => <WorkerView worker={data} />}</Loaded>
    </>
  );
}

/** Days of energy that are shown of a machine. */
const DAYS_SHOWN = 3;

/** What is known of a machine, in words; what is not known is said to be unknown. */
function machine(host: Host): [string, string][] {
  const { operationsPerSecond, guestOperationsPerSecond, energy } = host;
  const millions = (operations: number): number => Math.round(operations / 1e6);
  const tenths = (value: number): number => Math.round(value * 100) / 100;
  return [
    [
      s.workers.benchmark,
      operationsPerSecond === undefined
        ? s.workers.unknown
        : s.workers.operations(
            millions(operationsPerSecond),
            guestOperationsPerSecond === undefined ? undefined : millions(guestOperationsPerSecond),
          ),
    ],
    [s.workers.speed, host.speedLeases === 0 ? s.workers.unknown : s.workers.times(tenths(host.speed))],
    [s.workers.availability, s.workers.there(percent(host.availability, 1), tenths(host.departuresPerHour))],
    [
      s.workers.energy,
      energy?.joules === undefined
        ? s.workers.unknown
        : s.workers.joules(joules(energy.joules), joules(energy.joulesPerTask ?? 0)),
    ],
    ...(host.energyDays ?? []).slice(0, DAYS_SHOWN).map((each): [string, string] => [
      s.workers.energyOf(each.day),
      each.budgetJoules === undefined
        ? joules(each.joules)
        : s.workers.balance(joules(each.joules), joules(each.budgetJoules)),
    ]),
  ];
}

function WorkerView({ worker }: { worker: Worker }): ReactElement {
  const all = worker.tasksAccepted + worker.tasksRejected;
  return (
    <div className="gb-stack">
      <div className="gb-tiles">
        <Tile label={c.rate} value={worker.tasksPerSecond === undefined ? s.none : rate(worker.tasksPerSecond)} note={`${c.leases}: ${integer(worker.leases)}`} />
        <Tile label={c.accepted} value={integer(worker.tasksAccepted)} note={percent(worker.tasksAccepted, all)} />
        <Tile label={c.rejected} value={<Rejected worker={worker} />} note={percent(worker.tasksRejected, all)} />
        <Tile label={c.score} value={integer(worker.score)} note={`${c.weight}: ${integer(worker.weight)}`} />
        <Tile label={c.pledge} value={<Amount nano={worker.pledge} />} />
      </div>
      <div className="gb-two">
        <section className="gb-card">
          <h2>{c.machine}</h2>
          <Details
            rows={[
              [s.workers.platform, `${worker.os}, ${worker.arch}`],
              ['CPU', integer(worker.cpus)],
              [s.workers.memory, bytes(worker.memoryBytes)],
              [c.pool, <Hex value={worker.pool} what={c.pool} />],
              [s.workers.enrolled, <Time at={worker.enrolledAt} />],
              [c.seen, worker.lastSeen === undefined ? undefined : <Time at={worker.lastSeen} age />],
              [s.workers.paused, worker.paused],
              [s.workers.site, worker.site],
              ...(worker.host === undefined ? [] : machine(worker.host)),
            ]}
          />
        </section>
        <section className="gb-card">
          <h2>{c.drivers}</h2>
          <Details
            rows={worker.drivers.map((driver) => [
              driver.name,
              <>
                <State state={driver.enabled ? 'ACTIVE' : 'DISABLED'} />{' '}
                <span>{s.workers.isolation(driver.isolation)}</span>
                <ul className="gb-facts" aria-label={s.workers.notes}>
                  {driver.notes.map((note) => (
                    <li key={note}>{note}</li>
                  ))}
                </ul>
              </>,
            ])}
          />
        </section>
      </div>
    </div>
  );
}
