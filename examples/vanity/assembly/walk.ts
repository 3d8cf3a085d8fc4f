// A walk over the points k G, (k + 1) G, ... in groups around a centre C. The points C + i G and
// C - i G share the inverse of x(i G) - x(C), and Montgomery's trick makes all the inverses of a
// group out of one: about 3.5 products, a square and the hashing for each key.

import {
  addByInverse,
  doublePoint,
  doublePointPlusGenerator,
  GENERATOR,
  multiplyGenerator,
  POINT,
  subtractByInverse,
} from "./curve";
import { carry, copy, invert, isZero, sub } from "./field";
import { ELEMENT, mul } from "./product";
import { addSmall, SCALAR } from "./scalar";

/** Points on each side of a centre, at most. */
const SIDE_MAX: i32 = 512;

const MULTIPLES = memory.data(<i32>(POINT * (SIDE_MAX + 2))); // MULTIPLES[i] = i G, and the step last
const GAPS = memory.data(<i32>(ELEMENT * (SIDE_MAX + 2))); // x(i G) - x(C)
const INVERSES = memory.data(<i32>(ELEMENT * (SIDE_MAX + 2)));
const INVERSE = memory.data(<i32>ELEMENT);
const CENTRE = memory.data(<i32>POINT);
const KEY = memory.data(<i32>SCALAR);

let side: i32 = 0;
let usable: bool = false;

/** The point that `visit` computed last. */
export const VISITED = memory.data(<i32>POINT);

/** Keys of one group. */
export function groupSize(): i32 {
  return 2 * side + 1;
}

/** Prepares a walk of so many keys. Costs about as much as 700 keys, less for a shorter walk. */
export function prepare(keys: u64): void {
  side = keys >= 2 * <u64>SIDE_MAX ? SIDE_MAX : <i32>(keys / 2) + 1;
  copy(multiple(1), GENERATOR);
  copy(multiple(1) + ELEMENT, GENERATOR + ELEMENT);
  // From G to t G known: adding t G to each gives up to 2 t G, all but the last by the chord.
  let known = 1;
  while (known < side) {
    const more = min(known, side - known);
    const chords = more == known ? more - 1 : more;
    copy(CENTRE, multiple(known));
    copy(CENTRE + ELEMENT, multiple(known) + ELEMENT);
    if (chords > 0) invertGaps(chords);
    for (let i = 1; i <= chords; i++) {
      const sum = multiple(known + i);
      addByInverse(sum, CENTRE, multiple(i), inverseOf(i));
      carry(sum);
      carry(sum + ELEMENT);
    }
    if (chords < more) doublePoint(multiple(known + more), CENTRE);
    known += more;
  }
  doublePointPlusGenerator(multiple(side + 1), multiple(side));
}

/**
 * Puts the walk at the group that begins with a key, a scalar. All groups must end below the order,
 * the last one as a whole, though only a part of it may be visited.
 */
export function startAt(firstKey: usize): void {
  addSmall(KEY, firstKey, <u64>side);
  multiplyGenerator(CENTRE, KEY);
  usable = invertGaps(side + 1);
}

/** Moves on to the next group. */
export function advance(): void {
  if (usable) {
    addByInverse(CENTRE, CENTRE, multiple(side + 1), inverseOf(side + 1));
    carry(CENTRE);
    carry(CENTRE + ELEMENT);
    addSmall(KEY, KEY, <u64>side * 2 + 1);
    usable = invertGaps(side + 1);
    return;
  }
  addSmall(KEY, KEY, <u64>side * 2 + 1);
  multiplyGenerator(CENTRE, KEY);
  usable = invertGaps(side + 1);
}

/** Computes the point of the group's key number `place`, from 0, uncarried, into VISITED. */
@inline
export function visit(place: i32): void {
  const i = place - side;
  if (!usable) visitAlone(place);
  else if (i > 0) addByInverse(VISITED, CENTRE, multiple(i), inverseOf(i));
  else if (i < 0) subtractByInverse(VISITED, CENTRE, multiple(-i), inverseOf(-i));
  else memory.copy(VISITED, CENTRE, POINT);
}

const ALONE = memory.data(<i32>SCALAR);

/** A group about a centre within reach of the neutral element has no inverses: no walk there. */
function visitAlone(place: i32): void {
  memory.copy(ALONE, KEY, SCALAR);
  subtractSmall(ALONE, <u64>side);
  addSmall(ALONE, ALONE, <u64>place);
  multiplyGenerator(VISITED, ALONE);
}

function subtractSmall(scalar: usize, small: u64): void {
  let borrow = small;
  for (let i: usize = 0; i < SCALAR; i += 8) {
    const word = load<u64>(scalar + i);
    store<u64>(scalar + i, word - borrow);
    borrow = u64(word < borrow);
  }
}

/**
 * Fills the inverses of x(i G) - x(C) for i to `last`. False when one of the gaps is zero, which
 * makes the product of all zero: the centre is then i G or -i G.
 */
function invertGaps(last: i32): bool {
  sub(gapOf(1), multiple(1), CENTRE);
  copy(inverseOf(1), gapOf(1));
  carry(inverseOf(1));
  for (let i = 2; i <= last; i++) {
    sub(gapOf(i), multiple(i), CENTRE);
    mul(inverseOf(i), inverseOf(i - 1), gapOf(i));
  }
  invert(INVERSE, inverseOf(last));
  if (isZero(INVERSE)) return false;
  for (let i = last; i > 1; i--) {
    mul(inverseOf(i), INVERSE, inverseOf(i - 1));
    mul(INVERSE, INVERSE, gapOf(i));
  }
  copy(inverseOf(1), INVERSE);
  return true;
}

@inline
function multiple(i: i32): usize {
  return MULTIPLES + POINT * <usize>i;
}

@inline
function gapOf(i: i32): usize {
  return GAPS + ELEMENT * <usize>i;
}

@inline
function inverseOf(i: i32): usize {
  return INVERSES + ELEMENT * <usize>i;
}
