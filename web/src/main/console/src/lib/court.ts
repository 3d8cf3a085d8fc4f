import type { Dispute, Juror, Partition } from '../api/types';

/** How the windows of accepted partitions stand. */
export interface Windows {
  /** Partitions that the ledger accepted on one vote. */
  accepted: number;
  /** Of them, those that may still be challenged. */
  open: number;
  /** Of them, those that are paid. */
  released: number;
  /** End of the window that ends first, of those that are open. */
  first?: string;
  /** End of the window that ends last, of all. */
  last?: string;
}

export function windowsOf(partitions: readonly Partition[], now: number): Windows {
  const windows: Windows = { accepted: 0, open: 0, released: 0 };
  for (const { challengeUntil: end, state } of partitions) {
    if (end === undefined) {
      continue;
    }
    windows.accepted += 1;
    windows.last = later(windows.last, end);
    if (state === 'SETTLED') {
      windows.released += 1;
    } else if (Date.parse(end) > now) {
      windows.open += 1;
      windows.first = windows.first === undefined || Date.parse(end) < Date.parse(windows.first) ? end : windows.first;
    }
  }
  return windows;
}

function later(before: string | undefined, next: string): string {
  return before !== undefined && Date.parse(before) > Date.parse(next) ? before : next;
}

/** Whether a juror gave the answer of the verdict; undefined while there is none of either. */
export function agrees(juror: Juror, verdict: string | undefined): boolean | undefined {
  return juror.digest === undefined || verdict === undefined ? undefined : juror.digest === verdict;
}

export type StepState = 'done' | 'now' | 'ahead';

export interface Step {
  key: 'challenged' | 'drawn' | 'sealed' | 'shown' | 'verdict';
  state: StepState;
  at?: string;
  /** Until when it has time. */
  until?: string;
  votes?: { done: number; all: number };
}

/** The steps of a trial, of its present round. */
export function stepsOf(dispute: Dispute): Step[] {
  const jury = dispute.jury.filter((each) => each.round === dispute.round);
  const sealed = jury.filter((each) => each.vote === 'COMMITTED' || each.vote === 'REVEALED').length;
  const shown = jury.filter((each) => each.vote === 'REVEALED').length;
  const ended = dispute.endedAt !== undefined;
  const voting = dispute.state === 'VOTING';
  const showing = voting && (shown > 0 || (jury.length > 0 && sealed === jury.length));
  const state = (isDone: boolean, isNow: boolean): StepState => (isDone ? 'done' : isNow ? 'now' : 'ahead');
  return [
    { key: 'challenged', state: 'done', at: dispute.openedAt },
    { key: 'drawn', state: state(ended || voting, dispute.state === 'DRAWING') },
    {
      key: 'sealed',
      state: state(ended || showing, voting),
      ...(voting && !showing && dispute.commitEnd !== undefined ? { until: dispute.commitEnd } : {}),
      ...(jury.length === 0 ? {} : { votes: { done: sealed, all: jury.length } }),
    },
    {
      key: 'shown',
      state: state(ended, showing),
      ...(showing && dispute.revealEnd !== undefined ? { until: dispute.revealEnd } : {}),
      ...(jury.length === 0 ? {} : { votes: { done: shown, all: jury.length } }),
    },
    {
      key: 'verdict',
      state: state(ended, false),
      ...(dispute.endedAt === undefined ? {} : { at: dispute.endedAt }),
    },
  ];
}

export type Role = 'challenger' | 'juror' | 'owner' | 'contributor' | 'pool';

/** What an account was in a dispute, by what is told of it. */
export function roleOf(account: string, dispute: Dispute): Role {
  const same = (other: string | undefined) => other?.toLowerCase() === account.trim().toLowerCase();
  if (same(dispute.challenger)) {
    return 'challenger';
  }
  if (same(dispute.liar)) {
    return 'contributor';
  }
  if (dispute.jury.some((each) => same(each.worker))) {
    return 'juror';
  }
  return dispute.jury.some((each) => same(each.owner)) ? 'owner' : 'pool';
}
