import { describe, expect, it } from 'vitest';
import { bucketed, cellAt, decodeRuns, layoutCells, LETTERS, tally, UNKNOWN } from '../src/lib/runs';

const code = (letter: (typeof LETTERS)[number]) => LETTERS.indexOf(letter);

/** mulberry32, so that a failure can be seen again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('runs', () => {
  it('become one cell per task', () => {
    const cells = decodeRuns('C3W1F2', 6);
    expect([...cells]).toEqual(['C', 'C', 'C', 'W', 'F', 'F'].map((x) => code(x as 'C')));
  });

  it('leave what they do not cover unknown, and are cut where they go on too long', () => {
    expect([...decodeRuns('C1', 3)]).toEqual([code('C'), UNKNOWN, UNKNOWN]);
    expect([...decodeRuns('C99', 2)]).toEqual([code('C'), code('C')]);
    expect([...decodeRuns('', 2)]).toEqual([UNKNOWN, UNKNOWN]);
  });

  it('with a letter of a newer server are unknown, not wrong', () => {
    expect([...decodeRuns('Z2C1', 3)]).toEqual([UNKNOWN, UNKNOWN, code('C')]);
  });

  it('keep every task when they are random (seed 42)', () => {
    const random = seeded(42);
    for (let round = 0; round < 200; round += 1) {
      const runs: [string, number][] = Array.from({ length: 1 + Math.floor(random() * 20) }, () => [
        LETTERS[Math.floor(random() * LETTERS.length)] ?? 'C',
        1 + Math.floor(random() * 50),
      ]);
      const expected = runs.flatMap(([letter, n]) => Array<number>(n).fill(code(letter as 'C')));
      const text = runs.map(([letter, n]) => letter + n).join('');
      const cells = decodeRuns(text, expected.length);
      expect([...cells]).toEqual(expected);
      expect(tally(cells).reduce((a, b) => a + b, 0)).toBe(expected.length);
    }
  });
});

describe('buckets', () => {
  it('show a single failure among many certified tasks', () => {
    const cells = decodeRuns('C500F1C499', 1000);
    const buckets = bucketed(cells, 100);
    expect(buckets).toHaveLength(10);
    expect(buckets[5]).toBe(code('F'));
    expect(buckets[4]).toBe(code('C'));
  });

  it('show the state of most tasks otherwise, also in a last bucket that is not full', () => {
    expect([...bucketed(decodeRuns('C4W6L3', 13), 10)]).toEqual([code('W'), code('L')]);
  });
});

describe('the layout of cells', () => {
  it('fits every number of tasks into its area', () => {
    for (const count of [1, 7, 999, 12_345, 100_000, 500_000, 1_000_000]) {
      for (const [width, height] of [[1087, 400], [340, 260], [40, 260]] as const) {
        const layout = layoutCells(count, width, height);
        expect(layout.columns * layout.pitch).toBeLessThanOrEqual(width);
        expect(layout.rows * layout.pitch).toBeLessThanOrEqual(height);
        expect(layout.cells * layout.tasksPerCell).toBeGreaterThanOrEqual(count);
        expect(layout.columns * layout.rows).toBeGreaterThanOrEqual(layout.cells);
      }
    }
  });

  it('shows 100,000 tasks one by one on a wide screen', () => {
    expect(layoutCells(100_000, 1087, 400).tasksPerCell).toBe(1);
  });

  it('finds the cell under a point, and none beside the cells', () => {
    const layout = layoutCells(10, 100, 400);
    expect(cellAt(layout, 0, 0)).toBe(0);
    expect(cellAt(layout, layout.pitch * 1.5, layout.pitch * 0.5)).toBe(1);
    expect(cellAt(layout, layout.pitch * 1.5, layout.pitch * 1.5)).toBe(layout.columns + 1);
    expect(cellAt(layout, layout.pitch * (layout.columns + 0.5), 0)).toBeUndefined();
    expect(cellAt(layout, 0, layout.pitch * layout.rows + 1)).toBeUndefined();
    expect(cellAt(layout, -1, 0)).toBeUndefined();
  });
});
