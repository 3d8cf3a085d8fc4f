import type { ReactElement, ReactNode } from 'react';
import type { Bag, Forecast, Support, SupportWorker } from '../api/types';
import { useNow } from '../lib/clock';
import { integer, share100 } from '../lib/format';
import { href } from '../lib/router';
import { axisOf, placeOf, type Axis } from '../lib/timeline';
import { s } from '../strings';
import { Details, State, Time } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';
import { isFinal } from '../ui/states';

const p = s.promise;

/** When the bag will end, how sure that is, and what was promised. */
export function ForecastCard({ bag }: { bag: Bag }): ReactElement | null {
  const said = bag.forecast;
  if (said === undefined) {
    return null;
  }
  const ended = isDecided(bag);
  return (
    <section className="gb-card" aria-label={p.title}>
      <div className="gb-between gb-card-head">
        <h2>{p.title}</h2>
        {said.state === 'NONE' ? null : <State state={said.state} />}
      </div>
      <div className="gb-stack">
        {said.expected === undefined ? (
          <p className={ended ? '' : 'gb-soft'}>{ended ? sentence(said.reason) : p.empty}</p>
        ) : (
          <TimeLine bag={bag} said={said} />
        )}
        <Details
          rows={[
            ...saidRows(ended ? p.saidLast : p.said, said),
            ...(bag.promised?.expected === undefined ? [] : saidRows(p.promised, bag.promised)),
            [p.deadline, deadlineOf(said, ended)],
            [
              p.probability,
              said.probability === undefined || ended ? undefined : (
                <span>
                  <strong className="gb-num">{share100(said.probability)}</strong>
                  {bag.promised?.probability === undefined ? null : (
                    <span className="gb-soft">
                      {' '}
                      ({p.promised.toLowerCase()}: {share100(bag.promised.probability)})
                    </span>
                  )}
                </span>
              ),
            ],
            [p.copies, copies(bag)],
          ]}
        />
        {ended ? null : (
          <p className="gb-soft gb-small">
            {sentence(said.reason)} {sentence(p.history(said.history))}
          </p>
        )}
      </div>
    </section>
  );
}

function deadlineOf(said: Forecast, ended: boolean): ReactNode {
  if (said.deadline !== undefined) {
    return <Time at={said.deadline} seconds />;
  }
  return ended ? undefined : p.noDeadline;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1).replace(/\.$/, '')}.`;
}

/** The end that is forecast is that of the last task, not of the payment. */
function isDecided(bag: Bag): boolean {
  return isFinal(bag.state) || bag.counts.certified + bag.counts.failed >= bag.tasks;
}

function saidRows(name: string, said: Forecast): [string, ReactNode][] {
  if (said.expected === undefined) {
    return [];
  }
  return [
    [
      name,
      <span className="gb-said">
        <strong>
          <Time at={said.expected} seconds />
        </strong>
        <Range low={said.low50} high={said.high50} what={p.half} />
        <Range low={said.low90} high={said.high90} what={p.most} />
      </span>,
    ],
  ];
}

function Range(props: { low: string | undefined; high: string | undefined; what: string }): ReactElement | null {
  if (props.low === undefined || props.high === undefined) {
    return null;
  }
  return (
    <span className="gb-soft gb-small">
      {props.what}: <Time at={props.low} seconds /> – <Time at={props.high} seconds />
    </span>
  );
}

function copies(bag: Bag): string | undefined {
  if (bag.copiedTasks === undefined) {
    return undefined;
  }
  return bag.copiedTasks === 0 ? p.copiesNone : p.copiesNote(integer(bag.copiedTasks));
}

/** The forecast and the promise as bands on one line of time, with now and the deadline. */
function TimeLine({ bag, said }: { bag: Bag; said: Forecast }): ReactElement {
  const clock = useNow();
  const now = isDecided(bag) ? undefined : clock;
  const { promised } = bag;
  const axis = axisOf([
    now,
    said.low90,
    said.high90,
    said.expected,
    said.deadline,
    promised?.low90,
    promised?.high90,
  ]);
  const words = [
    `${p.expected} ${said.expected}`,
    `${p.most} ${said.low90} – ${said.high90}`,
    ...(said.deadline === undefined ? [] : [`${p.deadline} ${said.deadline}`]),
  ].join(', ');
  return (
    <div className="gb-line-box" role="img" aria-label={p.chart(words)}>
      {promised?.expected === undefined ? null : <Band said={promised} axis={axis} name={p.promised} faint />}
      <Band said={said} axis={axis} name={now === undefined ? p.saidLast : p.said} />
      <div className="gb-line-marks">
        {now === undefined ? null : (
          <Mark at={now} axis={axis} kind="now" name={isNear(now, said.deadline, axis) ? '' : p.now} />
        )}
        {said.deadline === undefined ? null : (
          <Mark at={said.deadline} axis={axis} kind="deadline" name={p.deadline} />
        )}
      </div>
      <div className="gb-line-ends gb-soft gb-small">
        <Time at={new Date(axis.from).toISOString()} seconds />
        <span className="gb-line-key">
          <i data-key="half" /> {p.half} <i data-key="most" /> {p.most} <i data-key="middle" /> {p.expected}
        </span>
        <Time at={new Date(axis.to).toISOString()} seconds />
      </div>
    </div>
  );
}

const ROOM_FOR_A_NAME = 22;

/** Whether two marks are so near that their names would run into each other. */
function isNear(now: number, deadline: string | undefined, axis: Axis): boolean {
  return deadline !== undefined && Math.abs(placeOf(now, axis) - placeOf(deadline, axis)) < ROOM_FOR_A_NAME;
}

function Band(props: { said: Forecast; axis: Axis; name: string; faint?: boolean }): ReactElement {
  const { said, axis } = props;
  const stretch = (low: string | undefined, high: string | undefined) => {
    if (low === undefined || high === undefined) {
      return undefined;
    }
    const from = placeOf(low, axis);
    return { left: `${from}%`, width: `${Math.max(0.3, placeOf(high, axis) - from)}%` };
  };
  const most = stretch(said.low90, said.high90);
  const half = stretch(said.low50, said.high50);
  return (
    <div className="gb-band" data-faint={props.faint === true ? '' : undefined} title={props.name}>
      {most === undefined ? null : <span data-key="most" style={most} />}
      {half === undefined ? null : <span data-key="half" style={half} />}
      {said.expected === undefined ? null : (
        <span data-key="middle" style={{ left: `${placeOf(said.expected, axis)}%` }} />
      )}
    </div>
  );
}

/** A line across the bands, whose name stands on the side where there is room. */
function Mark(props: { at: string | number; axis: Axis; kind: string; name: string }): ReactElement {
  const place = placeOf(props.at, props.axis);
  return (
    <span data-kind={props.kind} data-side={place > 70 ? 'left' : 'right'} style={{ left: `${place}%` }}>
      <b>{props.name}</b>
    </span>
  );
}

/** Workers that were ordered for the bag, and what they cost. */
export function SupportCard({ support }: { support: Support }): ReactElement {
  const spent = support.workers.reduce((sum, each) => sum + each.paid, 0);
  return (
    <section className="gb-stack" aria-label={p.support}>
      <div className="gb-card">
        <div className="gb-between gb-card-head">
          <h2>{p.support}</h2>
          <State state={support.state} />
        </div>
        <Details
          rows={[
            [p.credits, p.creditsOf(integer(spent), integer(support.credits))],
            [p.project, support.project],
            [p.rule, [p.triggers[support.trigger] ?? support.trigger, support.sizing, support.deployment].join(', ')],
            [p.reason, support.reason],
            [p.began, support.startedAt === undefined ? undefined : <Time at={support.startedAt} seconds />],
            [p.over, support.endedAt === undefined ? undefined : <Time at={support.endedAt} seconds />],
          ]}
        />
        {support.workers.length === 0 ? <p className="gb-soft gb-small">{p.supportNone}</p> : null}
      </div>
      {support.workers.length === 0 ? null : (
        <DataTable caption={p.caption} columns={SUPPORT_COLUMNS} rows={support.workers} rowKey={(each) => each.id} />
      )}
    </section>
  );
}

const SUPPORT_COLUMNS: Column<SupportWorker>[] = [
  {
    id: 'worker',
    header: p.worker,
    cell: (each) =>
      each.worker === undefined ? (
        <span className="gb-mono">{each.id}</span>
      ) : (
        <a className="gb-mono" href={href(['workers', each.worker])} title={each.worker}>
          {each.id}
        </a>
      ),
  },
  {
    id: 'state',
    header: p.workerState,
    cell: (each) => (
      <span title={each.detail}>
        <State state={each.state} />
      </span>
    ),
    sort: (each) => each.state,
  },
  { id: 'by', header: p.by, minor: 'wide', cell: (each) => [each.provisioner, each.handle].filter(Boolean).join(' ') },
  { id: 'ordered', header: p.ordered, right: true, minor: true, cell: (each) => <Time at={each.orderedAt} seconds /> },
  {
    id: 'stopped',
    header: p.stopped,
    right: true,
    minor: 'wide',
    cell: (each) => (each.stoppedAt === undefined ? s.none : <Time at={each.stoppedAt} seconds />),
  },
  { id: 'paid', header: p.paid, right: true, cell: (each) => integer(each.paid), sort: (each) => each.paid },
];
