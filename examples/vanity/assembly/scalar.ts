// Private keys: integers below the order n of the group, four 64-bit words, least significant first.

/** Bytes of a scalar in memory. */
export const SCALAR: usize = 32;

/** n - 2^64: a hash below it leaves room for 2^64 keys. */
const HASH_LIMIT = memory.data<u64>([
  0xbfd25e8cd0364141, 0xbaaedce6af48a03a, 0xfffffffffffffffe, 0xffffffffffffffff,
]);

/** Reads 32 bytes, most significant first. */
export function readScalar(target: usize, bytes: usize): void {
  for (let i: usize = 0; i < 32; i += 8) {
    store<u64>(target + i, bswap(load<u64>(bytes + 24 - i)));
  }
}

/** Writes 32 bytes, most significant first. */
export function writeScalar(bytes: usize, scalar: usize): void {
  for (let i: usize = 0; i < 32; i += 8) {
    store<u64>(bytes + 24 - i, bswap(load<u64>(scalar + i)));
  }
}

/** target = a + small. The caller knows that the sum stays below n. */
export function addSmall(target: usize, a: usize, small: u64): void {
  let carried = small;
  for (let i: usize = 0; i < 32; i += 8) {
    const sum = load<u64>(a + i) + carried;
    carried = u64(sum < carried);
    store<u64>(target + i, sum);
  }
}

/** Reduces a hash modulo n - 2^64, in place. One subtraction is enough: 2^256 < 2 (n - 2^64). */
export function reduceHash(scalar: usize): void {
  if (!reachesLimit(scalar)) return;
  let borrow: u64 = 0;
  for (let i: usize = 0; i < 32; i += 8) {
    const a = load<u64>(scalar + i);
    const b = load<u64>(HASH_LIMIT + i);
    store<u64>(scalar + i, a - b - borrow);
    borrow = u64(a < b || (a == b && borrow != 0));
  }
}

function reachesLimit(scalar: usize): bool {
  for (let i: i32 = 24; i >= 0; i -= 8) {
    const a = load<u64>(scalar + <usize>i);
    const b = load<u64>(HASH_LIMIT + <usize>i);
    if (a != b) return a > b;
  }
  return true;
}

/** Bit 0 (the least significant) to 255 of a scalar. */
export function bitOf(scalar: usize, bit: i32): bool {
  return ((load<u64>(scalar + (<usize>(bit >> 6) << 3)) >> (bit & 63)) & 1) != 0;
}
