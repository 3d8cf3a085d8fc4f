/** The states of tasks as the server codes them, in the order in which they are drawn. */
export const LETTERS = ['C', 'F', 'S', 'L', 'W', 'X'] as const;
export type Letter = (typeof LETTERS)[number];

/** Code of a cell for which the server has sent nothing. */
export const UNKNOWN = 255;

const CODES = new Map<string, number>(LETTERS.map((letter, code) => [letter, code]));

/**
 * One byte per task, the index into LETTERS. Runs that go on after `count` are cut, letters that
 * are not known and tasks that are not covered are UNKNOWN.
 */
export function decodeRuns(runs: string, count: number): Uint8Array {
  const cells = new Uint8Array(count).fill(UNKNOWN);
  let at = 0;
  let position = 0;
  while (position < runs.length && at < count) {
    const code = CODES.get(runs.charAt(position)) ?? UNKNOWN;
    position += 1;
    let length = 0;
    let digits = 0;
    for (; position < runs.length; position += 1, digits += 1) {
      const digit = runs.charCodeAt(position) - 48;
      if (digit < 0 || digit > 9) {
        break;
      }
      length = length * 10 + digit;
    }
    const end = Math.min(count, at + (digits === 0 ? 1 : length));
    cells.fill(code, at, end);
    at = end;
  }
  return cells;
}

/** Tasks by state, in the order of LETTERS. */
export function tally(cells: Uint8Array): number[] {
  const counts = LETTERS.map(() => 0);
  for (const code of cells) {
    if (code !== UNKNOWN) {
      counts[code] = (counts[code] ?? 0) + 1;
    }
  }
  return counts;
}

/**
 * One byte for each `size` tasks: failed if any failed, otherwise the state of most of them, so
 * that a single failure among 100,000 is still to be seen.
 */
export function bucketed(cells: Uint8Array, size: number): Uint8Array {
  if (size <= 1) {
    return cells;
  }
  const failed = CODES.get('F') ?? UNKNOWN;
  const buckets = new Uint8Array(Math.ceil(cells.length / size));
  const counts = new Uint32Array(LETTERS.length);
  for (let bucket = 0; bucket < buckets.length; bucket += 1) {
    counts.fill(0);
    const end = Math.min(cells.length, (bucket + 1) * size);
    for (let at = bucket * size; at < end; at += 1) {
      const code = cells[at] ?? UNKNOWN;
      if (code < counts.length) {
        counts[code] = (counts[code] ?? 0) + 1;
      }
    }
    buckets[bucket] = (counts[failed] ?? 0) > 0 ? failed : mostOf(counts);
  }
  return buckets;
}

function mostOf(counts: Uint32Array): number {
  let best = UNKNOWN;
  let most = 0;
  counts.forEach((count, code) => {
    if (count > most) {
      most = count;
      best = code;
    }
  });
  return best;
}

/** How cells lie on a canvas. */
export interface Layout {
  /** Side of a cell with its gap, in CSS pixels. */
  pitch: number;
  gap: number;
  columns: number;
  rows: number;
  /** Tasks that one cell stands for. */
  tasksPerCell: number;
  cells: number;
}

const PITCHES = [22, 18, 16, 14, 12, 10, 8, 7, 6, 5, 4, 3, 2];

/** The largest cells with which `count` tasks fit into the area. */
export function layoutCells(count: number, width: number, height: number): Layout {
  for (const pitch of PITCHES) {
    const columns = Math.max(1, Math.floor(width / pitch));
    const rows = Math.ceil(count / columns);
    if (rows * pitch <= height) {
      return { pitch, gap: gapOf(pitch), columns, rows, tasksPerCell: 1, cells: count };
    }
  }
  const pitch = 3;
  const columns = Math.max(1, Math.floor(width / pitch));
  const room = columns * Math.max(1, Math.floor(height / pitch));
  const tasksPerCell = Math.max(1, Math.ceil(count / room));
  const cells = Math.ceil(count / tasksPerCell);
  return { pitch, gap: 0, columns, rows: Math.ceil(cells / columns), tasksPerCell, cells };
}

function gapOf(pitch: number): number {
  if (pitch >= 14) {
    return 2;
  }
  return pitch >= 5 ? 1 : 0;
}

/** The cell under a point, or undefined beside the cells. */
export function cellAt(layout: Layout, x: number, y: number): number | undefined {
  const column = Math.floor(x / layout.pitch);
  const row = Math.floor(y / layout.pitch);
  const cell = row * layout.columns + column;
  const inside = column >= 0 && column < layout.columns && row >= 0 && cell < layout.cells;
  return inside ? cell : undefined;
}
