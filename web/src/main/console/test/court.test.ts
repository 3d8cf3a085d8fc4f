import { describe, expect, it } from 'vitest';
import type { Dispute, Juror, Partition, Score } from '../src/api/types';
import { agrees, roleOf, stepsOf, windowsOf } from '../src/lib/court';
import { gain, odds } from '../src/lib/format';
import { methodsOf, methodText, rungName } from '../src/lib/methods';
import { overall } from '../src/lib/scores';
import { axisOf, placeOf } from '../src/lib/timeline';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

const partition = (number: number, state: string, challengeUntil?: string): Partition => ({
  number,
  first: number * 10,
  tasks: 10,
  state,
  counts: { waiting: 0, leased: 0, sealed: 0, certified: 10, failed: 0 },
  epoch: 1,
  ...(challengeUntil === undefined ? {} : { challengeUntil }),
});

const juror = (worker: string, vote: string, digest?: string, round = 0): Juror => ({
  worker,
  owner: `${worker}-owner`,
  round,
  vote,
  ...(digest === undefined ? {} : { digest }),
});

const dispute = (more: Partial<Dispute>): Dispute => ({
  id: 1,
  state: 'DRAWING',
  sentence: '',
  deal: '0xd',
  task: '0xt',
  digest: '0xa',
  challenger: '0xChallenger',
  stake: '9',
  openedAt: at(-60),
  transaction: '0x1',
  round: 0,
  jury: [],
  money: [],
  ...more,
});

const states = (of: Dispute): string[] => stepsOf(of).map((step) => step.state);

describe('windows of accepted partitions', () => {
  it('are open until their end, whatever the server said before, and over when paid', () => {
    const windows = windowsOf(
      [
        partition(0, 'SETTLED', at(50)),
        partition(1, 'ACCEPTED', at(20)),
        partition(2, 'ACCEPTED', at(90)),
        partition(3, 'ACCEPTED', at(-1)),
        partition(4, 'RUNNING'),
      ],
      NOW,
    );
    expect(windows).toEqual({ accepted: 4, open: 2, released: 1, first: at(20), last: at(90) });
  });

  it('are none where nothing was accepted', () => {
    expect(windowsOf([partition(0, 'SETTLED')], NOW)).toEqual({ accepted: 0, open: 0, released: 0 });
  });
});

describe('the steps of a trial', () => {
  it('begin with the draw', () => {
    expect(states(dispute({}))).toEqual(['done', 'now', 'ahead', 'ahead', 'ahead']);
  });

  it('go on to sealed answers until all are sealed or their time is over', () => {
    const sealing = dispute({
      state: 'VOTING',
      commitEnd: at(10),
      revealEnd: at(20),
      jury: [juror('0x1', 'COMMITTED'), juror('0x2', 'DRAWN')],
    });
    expect(states(sealing)).toEqual(['done', 'done', 'now', 'ahead', 'ahead']);
    expect(stepsOf(sealing)[2]).toMatchObject({ until: at(10), votes: { done: 1, all: 2 } });
    const showing = { ...sealing, jury: [juror('0x1', 'REVEALED', '0xa'), juror('0x2', 'DRAWN')] };
    expect(states(showing)).toEqual(['done', 'done', 'done', 'now', 'ahead']);
    expect(stepsOf(showing)[3]).toMatchObject({ until: at(20), votes: { done: 1, all: 2 } });
  });

  it('count only the jury of the present round, and are all done after the verdict', () => {
    const again = dispute({ round: 1, jury: [juror('0x1', 'SILENT'), juror('0x2', 'REVEALED', '0xa')] });
    expect(stepsOf(again)[2]?.votes).toBeUndefined();
    const ended = dispute({ state: 'UPHELD', endedAt: at(0), jury: [juror('0x1', 'REVEALED', '0xb')] });
    expect(states(ended)).toEqual(['done', 'done', 'done', 'done', 'done']);
    expect(stepsOf(ended)[4]).toMatchObject({ at: at(0) });
  });
});

describe('who was in a dispute', () => {
  const of = dispute({ liar: '0xLiar', jury: [juror('0xJuror', 'REVEALED', '0xb')] });

  it('is known by the address, however it is written', () => {
    expect(roleOf('0xchallenger', of)).toBe('challenger');
    expect(roleOf(' 0xLIAR ', of)).toBe('contributor');
    expect(roleOf('0xjuror', of)).toBe('juror');
    expect(roleOf('0xjuror-owner', of)).toBe('owner');
    expect(roleOf('0xelse', of)).toBe('pool');
  });

  it('agrees with a verdict only if both are there', () => {
    expect(agrees(juror('0x1', 'REVEALED', '0xb'), '0xb')).toBe(true);
    expect(agrees(juror('0x1', 'REVEALED', '0xa'), '0xb')).toBe(false);
    expect(agrees(juror('0x1', 'SILENT'), '0xb')).toBeUndefined();
    expect(agrees(juror('0x1', 'REVEALED', '0xa'), undefined)).toBeUndefined();
  });
});

describe('a line of time', () => {
  it('holds all instants, with room, and leaves out what is not known', () => {
    const axis = axisOf([NOW, at(100), undefined]);
    expect(placeOf(NOW, axis)).toBeGreaterThan(0);
    expect(placeOf(at(100), axis)).toBeLessThan(100);
    expect(placeOf(at(50), axis)).toBeCloseTo(50);
    expect(placeOf(at(-1000), axis)).toBe(0);
  });

  it('has a length even for one instant', () => {
    expect(placeOf(NOW, axisOf([NOW]))).toBe(50);
  });
});

describe('a certificate', () => {
  it('names its methods, known or not', () => {
    expect(methodText('VOTE')).toBe('Weighted votes');
    expect(methodText('VOTING+CHECK')).toBe('First to agree and checked');
    expect(methodText('CHECK|VOTING')).toBe('Checked or first to agree');
    expect(methodsOf('NEWER').parts).toEqual([{ name: 'newer', meaning: '' }]);
    expect(rungName('vote {m: 3, liars: 0.2}')).toBe('vote');
  });

  it('says how probably it is wrong as people compare such', () => {
    expect(odds(0)).toBe('0');
    expect(odds(0.2)).toBe('20%');
    expect(odds(1 / 450)).toBe('1 in 450');
    expect(odds(1 / 3e6)).toBe('1 in 3,000,000');
    expect(odds(1e-18)).toBe('1.0e-18');
  });
});

describe('money that was moved', () => {
  it('has a sign', () => {
    expect(gain('2500')).toBe('+2,500 nRLC');
    expect(gain('-2500')).toBe('-2,500 nRLC');
    expect(gain('0')).toBe('0 RLC');
  });
});

describe('scores of forecasts', () => {
  const score = (more: Partial<Score>): Score => ({
    app: 'a',
    pool: 'p',
    sizeClass: 1,
    milestone: 0,
    bags: 10,
    alpha: 1,
    relativeError: 0.1,
    judged: 0,
    coverage50: 0.5,
    coverage90: 0.9,
    withinOneFifth: 0.5,
    ...more,
  });

  it('are weighted by how often something was said, and count a bag once', () => {
    const all = overall([
      score({ bags: 30, coverage90: 1, judged: 10, brier: 0.1 }),
      score({ milestone: 50, bags: 10, coverage90: 0.6, judged: 30, brier: 0.3 }),
      score({ app: 'b', bags: 5, coverage90: 0.9 }),
    ]);
    expect(all?.bags).toBe(35);
    expect(all?.coverage90).toBeCloseTo((30 + 6 + 4.5) / 45);
    expect(all?.brier).toBeCloseTo((1 + 9) / 40);
  });

  it('are none before the first bag has ended', () => {
    expect(overall([])).toBeUndefined();
  });
});
