// Prefixes of addresses. An address is Base58 of a zero byte, 20 bytes of hash and 4 of checksum, so
// all hashes under a prefix lie in a few intervals: their first 64 bits sort out nearly every hash
// before anything is encoded.

import { digitOf } from "./base58";

/** The longest address. */
export const PATTERN_MAX: i32 = 34;

/** What `compile` says. */
export const POSSIBLE: i32 = 0;
export const NOT_BASE58: i32 = 1;
export const NOT_FIRST_ONE: i32 = 2;
export const IMPOSSIBLE: i32 = 3;

const DIGITS_MAX: i32 = 33; // of a number of 24 bytes
const INTERVALS_MAX: i32 = 4; // numbers of one length in bytes have at most three lengths in digits
const LOWS = memory.data(8 * INTERVALS_MAX);
const HIGHS = memory.data(8 * INTERVALS_MAX);
const WORDS: i32 = 8;
const LOW = memory.data(32); // eight 32-bit words, least significant first
const HIGH = memory.data(32);
const FLOOR = memory.data(32);
const CEILING = memory.data(32);

let intervals: i32 = 0;

/** Finds the intervals of a prefix. */
export function compile(pattern: usize, length: i32): i32 {
  intervals = 0;
  for (let i = 0; i < length; i++) {
    if (digitOf(load<u8>(pattern + <usize>i)) < 0) return NOT_BASE58;
  }
  if (length == 0 || digitOf(load<u8>(pattern)) != 0) return NOT_FIRST_ONE;
  if (length > PATTERN_MAX) return IMPOSSIBLE;
  let ones = 1;
  while (ones < length && digitOf(load<u8>(pattern + <usize>ones)) == 0) ones++;
  const zeroBytes = ones - 1; // at the start of the hash
  if (zeroBytes > 20) return IMPOSSIBLE;
  // Numbers of 24 bytes that begin with that many zero bytes; with exactly so many if digits follow.
  powerOf256MinusOne(CEILING, 24 - zeroBytes);
  if (ones == length) {
    memory.fill(LOW, 0, 32);
    memory.copy(HIGH, CEILING, 32);
    keep();
    return POSSIBLE;
  }
  memory.fill(FLOOR, 0, 32);
  store<u8>(FLOOR + <usize>(23 - zeroBytes), 1);
  for (let digits = length - ones; digits <= DIGITS_MAX; digits++) {
    numbersUnder(pattern + <usize>ones, length - ones, digits);
    if (compare(LOW, FLOOR) < 0) memory.copy(LOW, FLOOR, 32);
    if (compare(HIGH, CEILING) > 0) memory.copy(HIGH, CEILING, 32);
    if (compare(LOW, HIGH) <= 0) keep();
  }
  return intervals > 0 ? POSSIBLE : IMPOSSIBLE;
}

/** Whether an address whose hash begins with these 64 bits may match. Never wrongly false. */
@inline
export function mayMatch(first: u64): bool {
  for (let i: usize = 0; i < <usize>intervals; i++) {
    if (first >= load<u64>(LOWS + (i << 3)) && first <= load<u64>(HIGHS + (i << 3))) return true;
  }
  return false;
}

/** LOW and HIGH: the least and the greatest number of so many digits that begins as given. */
function numbersUnder(prefix: usize, length: i32, digits: i32): void {
  memory.fill(LOW, 0, 32);
  for (let i = 0; i < length; i++) multiplyAdd(LOW, digitOf(load<u8>(prefix + <usize>i)));
  memory.copy(HIGH, LOW, 32);
  for (let i = length; i < digits; i++) {
    multiplyAdd(LOW, 0);
    multiplyAdd(HIGH, 57);
  }
}

/** number = 58 number + digit. 33 digits need 194 bits. */
function multiplyAdd(number: usize, digit: i32): void {
  let carried = <u64>digit;
  for (let i = 0; i < WORDS; i++) {
    const at = number + (<usize>i << 2);
    const value = <u64>load<u32>(at) * 58 + carried;
    store<u32>(at, <u32>value);
    carried = value >> 32;
  }
}

function powerOf256MinusOne(number: usize, bytes: i32): void {
  memory.fill(number, 0, 32);
  memory.fill(number, 0xff, <usize>bytes);
}

function compare(a: usize, b: usize): i32 {
  for (let i: i32 = 24; i >= 0; i -= 8) {
    const x = load<u64>(a + <usize>i);
    const y = load<u64>(b + <usize>i);
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

/** Bits 128 to 191 of LOW and HIGH: where the first 64 bits of a hash stand. */
function keep(): void {
  store<u64>(LOWS + (<usize>intervals << 3), load<u64>(LOW, 16));
  store<u64>(HIGHS + (<usize>intervals << 3), load<u64>(HIGH, 16));
  intervals++;
}
