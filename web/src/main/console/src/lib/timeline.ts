/** A stretch of time on which instants have a place. */
export interface Axis {
  from: number;
  to: number;
}

const ROOM = 0.04;
const LEAST_MILLISECONDS = 1_000;

/** The axis that holds all of these instants, with some room on both sides. */
export function axisOf(instants: readonly (string | number | undefined)[]): Axis {
  const known = instants
    .filter((each): each is string | number => each !== undefined)
    .map((each) => (typeof each === 'number' ? each : Date.parse(each)))
    .filter((each) => Number.isFinite(each));
  const from = Math.min(...known);
  const to = Math.max(...known);
  const room = Math.max(LEAST_MILLISECONDS, (to - from) * ROOM);
  return { from: from - room, to: to + room };
}

/** Where an instant is on an axis, in percent of its length from 0 to 100. */
export function placeOf(instant: string | number, axis: Axis): number {
  const at = typeof instant === 'number' ? instant : Date.parse(instant);
  return Math.min(100, Math.max(0, ((at - axis.from) / (axis.to - axis.from)) * 100));
}
