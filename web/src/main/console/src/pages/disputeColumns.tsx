import type { ReactElement, ReactNode } from 'react';
import type { Dispute } from '../api/types';
import { stepsOf } from '../lib/court';
import { href } from '../lib/router';
import { s } from '../strings';
import { Hex, State, Time } from '../ui/basics';
import type { Column } from '../ui/DataTable';

const c = s.court;

/** Columns of a list of disputes; `mine` is the account of who looks. */
export function disputeColumns(mine: string | undefined): Column<Dispute>[] {
  return [
    {
      id: 'number',
      header: c.column.number,
      cell: (each) => (
        <a className="gb-row-link gb-num" href={href(['disputes', each.id])}>
          {each.id}
        </a>
      ),
    },
    { id: 'state', header: c.column.state, cell: (each) => <State state={each.state} /> },
    { id: 'task', header: c.column.task, cell: (each) => <TaskLink dispute={each} /> },
    {
      id: 'challenger',
      header: c.column.challenger,
      minor: true,
      cell: (each) => <Who address={each.challenger} mine={mine} what={c.column.challenger} />,
    },
    { id: 'stake', header: c.column.stake, right: true, minor: 'wide', money: (each) => each.stake },
    { id: 'jury', header: c.column.jury, minor: true, cell: juryText },
    { id: 'opened', header: c.column.opened, right: true, minor: true, cell: (each) => <Time at={each.openedAt} age /> },
    { id: 'next', header: c.column.next, right: true, cell: nextTime },
  ];
}

function juryText(dispute: Dispute): ReactElement {
  const jury = dispute.jury.filter((each) => each.round === dispute.round);
  const shown = jury.filter((each) => each.vote === 'REVEALED').length;
  return <span className="gb-nowrap">{jury.length === 0 ? c.noJury : c.answered(shown, jury.length)}</span>;
}

function nextTime(dispute: Dispute): ReactNode {
  const until = stepsOf(dispute).find((each) => each.until !== undefined)?.until;
  const at = dispute.endedAt ?? until;
  return at === undefined ? s.none : <Time at={at} age />;
}

/** The task that a dispute is about. */
export function TaskLink({ dispute }: { dispute: Dispute }): ReactElement {
  if (dispute.bag === undefined || dispute.index === undefined) {
    return <span className="gb-soft">{c.elsewhere}</span>;
  }
  return (
    <a className="gb-mono" href={href(['bags', dispute.bag, 'tasks', dispute.index])}>
      {dispute.bag}/{dispute.index}
    </a>
  );
}

/** An account, marked if it is that of who looks. */
export function Who(props: { address: string; mine: string | undefined; what: string }): ReactElement {
  const isMine = props.address.toLowerCase() === props.mine?.toLowerCase();
  return (
    <span className="gb-row">
      <Hex value={props.address} what={props.what} />
      {isMine ? <span className="gb-tag">{c.you}</span> : null}
    </span>
  );
}
