// The field of secp256k1 apart from products: sums, inverses, and the canonical form.
//
// A magnitude m in a comment means: every limb is at most about m * 2^28 away from zero.

import { ELEMENT, mul, sqr } from "./product";

const LIMBS: usize = 9;
const LIMB_BITS: i64 = 29;
const MASK: i64 = (1 << 29) - 1;
const HALF: i64 = 1 << 28;
const TOP_BITS: i64 = 24; // 8 * 29 + 24 = 256
const TOP_MASK: i64 = (1 << 24) - 1;
const FOLD_LOW: i64 = 977; // 2^256 mod p = 2^32 + 977
const FOLD_SHIFT: i64 = 3; // 2^32 = 2^29 * 2^3

/** Copies an element. */
export function copy(r: usize, a: usize): void {
  memory.copy(r, a, ELEMENT);
}

/** r = a + b, uncarried: magnitudes add up. */
@inline
export function add(r: usize, a: usize, b: usize): void {
  for (let i: usize = 0; i < LIMBS; i++) {
    store<i64>(r + (i << 3), load<i64>(a + (i << 3)) + load<i64>(b + (i << 3)));
  }
}

/** r = a - b, uncarried: magnitudes add up. */
@inline
export function sub(r: usize, a: usize, b: usize): void {
  store<i64>(r, load<i64>(a, 0) - load<i64>(b, 0), 0);
  store<i64>(r, load<i64>(a, 8) - load<i64>(b, 8), 8);
  store<i64>(r, load<i64>(a, 16) - load<i64>(b, 16), 16);
  store<i64>(r, load<i64>(a, 24) - load<i64>(b, 24), 24);
  store<i64>(r, load<i64>(a, 32) - load<i64>(b, 32), 32);
  store<i64>(r, load<i64>(a, 40) - load<i64>(b, 40), 40);
  store<i64>(r, load<i64>(a, 48) - load<i64>(b, 48), 48);
  store<i64>(r, load<i64>(a, 56) - load<i64>(b, 56), 56);
  store<i64>(r, load<i64>(a, 64) - load<i64>(b, 64), 64);
}

/** r = -a. */
export function negate(r: usize, a: usize): void {
  for (let i: usize = 0; i < LIMBS; i++) store<i64>(r + (i << 3), -load<i64>(a + (i << 3)));
}

/** r = a * factor, for a small factor: the magnitude grows by it. */
export function scale(r: usize, a: usize, factor: i64): void {
  for (let i: usize = 0; i < LIMBS; i++) {
    store<i64>(r + (i << 3), load<i64>(a + (i << 3)) * factor);
  }
}

/** Brings an element of any magnitude below 2^20 back to magnitude 1. */
export function carry(r: usize): void {
  const top = load<i64>(r, 64);
  const over = (top + (1 << (TOP_BITS - 1))) >> TOP_BITS;
  store<i64>(r, top - (over << TOP_BITS), 64);
  store<i64>(r, load<i64>(r, 0) + over * FOLD_LOW, 0);
  store<i64>(r, load<i64>(r, 8) + (over << FOLD_SHIFT), 8);
  let c: i64 = 0;
  for (let i: usize = 0; i < LIMBS - 1; i++) {
    const t = load<i64>(r + (i << 3)) + c;
    c = (t + HALF) >> LIMB_BITS;
    store<i64>(r + (i << 3), t - (c << LIMB_BITS));
  }
  store<i64>(r, load<i64>(r, 64) + c, 64);
}

/** The element's one form in [0, p), limbs in [0, 2^29), for any magnitude below 2^20. */
export function normalize(r: usize): void {
  const top = load<i64>(r, 64);
  let over = top >> TOP_BITS;
  store<i64>(r, top & TOP_MASK, 64);
  over = ripple(r, over);
  // The value is now within 2^60 of [0, 2^256), so once more is nearly never needed, twice never.
  while (over != 0) over = ripple(r, over);
  if (load<i64>(r, 64) == TOP_MASK && load<i64>(r, 56) == MASK) subtractPrime(r);
}

/** Adds over * 2^256, reduced, and carries; returns what reaches 2^256 again. */
@inline
function ripple(r: usize, over: i64): i64 {
  let t = load<i64>(r, 0) + over * FOLD_LOW;
  store<i64>(r, t & MASK, 0);
  t = load<i64>(r, 8) + (over << FOLD_SHIFT) + (t >> LIMB_BITS);
  store<i64>(r, t & MASK, 8);
  t = load<i64>(r, 16) + (t >> LIMB_BITS);
  store<i64>(r, t & MASK, 16);
  t = load<i64>(r, 24) + (t >> LIMB_BITS);
  store<i64>(r, t & MASK, 24);
  t = load<i64>(r, 32) + (t >> LIMB_BITS);
  store<i64>(r, t & MASK, 32);
  t = load<i64>(r, 40) + (t >> LIMB_BITS);
  store<i64>(r, t & MASK, 40);
  t = load<i64>(r, 48) + (t >> LIMB_BITS);
  store<i64>(r, t & MASK, 48);
  t = load<i64>(r, 56) + (t >> LIMB_BITS);
  store<i64>(r, t & MASK, 56);
  t = load<i64>(r, 64) + (t >> LIMB_BITS);
  store<i64>(r, t & TOP_MASK, 64);
  return t >> TOP_BITS;
}

/** For carried limbs: if the value is p or more, takes p away. */
function subtractPrime(r: usize): void {
  let t = load<i64>(r, 0) + FOLD_LOW;
  t = load<i64>(r, 8) + (1 << FOLD_SHIFT) + (t >> LIMB_BITS);
  for (let i: usize = 2; i < LIMBS; i++) t = load<i64>(r + (i << 3)) + (t >> LIMB_BITS);
  // Adding 2^32 + 977 reached 2^256 exactly when the value was at least p: drop that bit.
  if (t >> TOP_BITS != 0) ripple(r, 1);
}

/** Whether the element is zero; leaves it in canonical form. */
export function isZero(a: usize): bool {
  normalize(a);
  let bits: i64 = 0;
  for (let i: usize = 0; i < LIMBS; i++) bits |= load<i64>(a + (i << 3));
  return bits == 0;
}

/** The 32-bit word at a place of an element in canonical form, 0 the most significant. */
@inline
export function word(a: usize, place: i32): u32 {
  const bit = (7 - place) << 5;
  const limb = bit / 29;
  const shift = bit - limb * 29;
  const low = load<i64>(a + (<usize>limb << 3)) >> shift;
  const high = load<i64>(a + (<usize>limb << 3), 8) << (29 - shift);
  return <u32>(low | high);
}

/** Reads 32 bytes, most significant first. */
export function fromBytes(r: usize, bytes: usize): void {
  memory.fill(r, 0, ELEMENT);
  for (let bit: i32 = 0; bit < 256; bit++) {
    const set: i64 = (load<u8>(bytes + <usize>(31 - (bit >> 3))) >> (<u8>bit & 7)) & 1;
    const limb = r + (<usize>(bit / 29) << 3);
    store<i64>(limb, load<i64>(limb) | (set << (bit % 29)));
  }
}

const SCRATCH = memory.data(<i32>(ELEMENT * 12));
const ROOT = SCRATCH + ELEMENT * 11;

/** r = a^(p - 2), the inverse of a, or zero for zero. By Fermat, along the bits of p - 2. */
export function invert(r: usize, a: usize): void {
  // x_n = a^(2^n - 1); the blocks of ones in p - 2 have lengths 1, 2, 22 and 223.
  const x2 = SCRATCH;
  const x3 = SCRATCH + ELEMENT;
  const x6 = SCRATCH + ELEMENT * 2;
  const x9 = SCRATCH + ELEMENT * 3;
  const x11 = SCRATCH + ELEMENT * 4;
  const x22 = SCRATCH + ELEMENT * 5;
  const x44 = SCRATCH + ELEMENT * 6;
  const x88 = SCRATCH + ELEMENT * 7;
  const x176 = SCRATCH + ELEMENT * 8;
  const x220 = SCRATCH + ELEMENT * 9;
  const x223 = SCRATCH + ELEMENT * 10;
  copy(ROOT, a);
  raise(x2, ROOT, 1, ROOT);
  raise(x3, x2, 1, ROOT);
  raise(x6, x3, 3, x3);
  raise(x9, x6, 3, x3);
  raise(x11, x9, 2, x2);
  raise(x22, x11, 11, x11);
  raise(x44, x22, 22, x22);
  raise(x88, x44, 44, x44);
  raise(x176, x88, 88, x88);
  raise(x220, x176, 44, x44);
  raise(x223, x220, 3, x3);
  raise(r, x223, 23, x22);
  raise(r, r, 5, ROOT);
  raise(r, r, 3, x2);
  raise(r, r, 2, ROOT);
}

/** r = a^(2^squarings) * b. */
function raise(r: usize, a: usize, squarings: i32, b: usize): void {
  sqr(r, a);
  for (let i = 1; i < squarings; i++) sqr(r, r);
  mul(r, r, b);
}
