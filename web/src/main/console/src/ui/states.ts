import type { Counts } from '../api/types';
import type { Letter } from '../lib/runs';
import type { IconName } from './icons';

/** A hue of tokens.css. */
export type Tone = 'good' | 'bad' | 'busy' | 'sealed' | 'wait' | 'ended';

const LOOKS: Record<string, readonly [Tone, IconName]> = {
  SUBMITTED: ['wait', 'wait'],
  MATCHING: ['busy', 'link'],
  QUEUED: ['wait', 'wait'],
  RUNNING: ['busy', 'play'],
  SLOW: ['wait', 'wait'],
  STALLED: ['bad', 'alert'],
  SETTLING: ['sealed', 'coins'],
  ACCEPTING: ['sealed', 'coins'],
  COMPLETED: ['good', 'check'],
  FAILED: ['bad', 'cross'],
  CANCELLED: ['ended', 'stop'],
  WAITING: ['wait', 'wait'],
  PENDING: ['wait', 'wait'],
  OPEN: ['busy', 'circle'],
  ACTIVE: ['good', 'check'],
  REGISTERED: ['good', 'check'],
  REGISTERING: ['busy', 'link'],
  LEASED: ['busy', 'play'],
  SEALED: ['sealed', 'lock'],
  REVEALED: ['sealed', 'lock'],
  CERTIFIED: ['good', 'check'],
  ACCEPTED: ['good', 'check'],
  REJECTED: ['bad', 'cross'],
  OUTVOTED: ['bad', 'cross'],
  EXPIRED: ['ended', 'wait'],
  ONLINE: ['good', 'dot'],
  OFFLINE: ['ended', 'circle'],
  PAUSED: ['wait', 'wait'],
  DRAINING: ['wait', 'drain'],
  AWAY: ['ended', 'circle'],
  LOST: ['bad', 'alert'],
  DECIDED: ['sealed', 'check'],
  REFUSED: ['bad', 'cross'],
  GRANTED: ['busy', 'play'],
  ASKED: ['sealed', 'lock'],
  SILENT: ['bad', 'alert'],
  RETURNED: ['ended', 'stop'],
  CANCELLING: ['ended', 'stop'],
  DISABLED: ['ended', 'ban'],
  BANNED: ['bad', 'ban'],
  PAID: ['good', 'coins'],
  SETTLED: ['good', 'coins'],
  FINAL: ['good', 'check'],
  REFUNDED: ['ended', 'coins'],
  DRAWING: ['wait', 'wait'],
  VOTING: ['busy', 'scales'],
  UPHELD: ['good', 'check'],
  UNFOUNDED: ['bad', 'cross'],
  UNDECIDED: ['ended', 'circle'],
  DRAWN: ['wait', 'wait'],
  COMMITTED: ['sealed', 'lock'],
  VOID: ['bad', 'ban'],
  OVER: ['ended', 'wait'],
  RELEASED: ['good', 'coins'],
  ON_TIME: ['good', 'check'],
  AT_RISK: ['bad', 'alert'],
  MISSED: ['bad', 'cross'],
  KEPT: ['good', 'check'],
  UNKNOWN: ['wait', 'wait'],
  STARTING: ['busy', 'wait'],
  STARTED: ['busy', 'play'],
  STOPPING: ['wait', 'drain'],
  STOPPED: ['ended', 'stop'],
  ENDED: ['ended', 'stop'],
  INSURED: ['good', 'shield'],
  NOT_INSURED: ['ended', 'ban'],
  WANTED: ['wait', 'wait'],
  BUYING: ['busy', 'coins'],
  CLOSED: ['ended', 'check'],
  AHEAD: ['wait', 'wait'],
  HOLDS: ['good', 'lock'],
};

export function look(state: string): readonly [Tone, IconName] {
  return LOOKS[state.toUpperCase()] ?? ['wait', 'dot'];
}

export type Count = keyof Counts | 'cancelled';

/** The states of tasks in the order in which bars show them. */
export const COUNTS: readonly { key: Count; letter: Letter; state: string }[] = [
  { key: 'certified', letter: 'C', state: 'CERTIFIED' },
  { key: 'failed', letter: 'F', state: 'FAILED' },
  { key: 'sealed', letter: 'S', state: 'SEALED' },
  { key: 'leased', letter: 'L', state: 'LEASED' },
  { key: 'waiting', letter: 'W', state: 'WAITING' },
  { key: 'cancelled', letter: 'X', state: 'CANCELLED' },
];

/** Tasks in a state; cancelled are those that no other state counts. */
export function countOf(counts: Counts, key: Count, tasks: number): number {
  if (key !== 'cancelled') {
    return counts[key];
  }
  const { waiting, leased, sealed, certified, failed } = counts;
  return Math.max(0, tasks - waiting - leased - sealed - certified - failed);
}

const BAG_FINAL = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

export function isFinal(bagState: string): boolean {
  return BAG_FINAL.has(bagState);
}

export const BAG_STATES = [
  'SUBMITTED',
  'MATCHING',
  'QUEUED',
  'RUNNING',
  'SETTLING',
  'ACCEPTED',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const;

export const TASK_STATES = ['FAILED', 'LEASED', 'SEALED', 'WAITING', 'CERTIFIED', 'CANCELLED'] as const;
