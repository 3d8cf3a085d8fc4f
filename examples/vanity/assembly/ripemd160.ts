// RIPEMD-160 (Dobbertin, Bosselaers, Preneel 1996).

const INITIAL = memory.data<u32>([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
const BLOCK = memory.data(64);
const STATE = memory.data(20);
const LEFT = memory.data(20);

/** Puts the initial five words into a state. */
@inline
export function begin(state: usize): void {
  memory.copy(state, INITIAL, 20);
}

@inline
function parity(x: u32, y: u32, z: u32): u32 {
  return x ^ y ^ z;
}

@inline
function select(x: u32, y: u32, z: u32): u32 {
  return z ^ (x & (y ^ z));
}

@inline
function orNot(x: u32, y: u32, z: u32): u32 {
  return (x | ~y) ^ z;
}

@inline
function selectBack(x: u32, y: u32, z: u32): u32 {
  return y ^ (z & (x ^ y));
}

@inline
function notOr(x: u32, y: u32, z: u32): u32 {
  return x ^ (y | ~z);
}

/** The left line of the compression: its five words go to LEFT. */
function left(state: usize, block: usize): void {
  const w0 = load<u32>(block, 0);
  const w1 = load<u32>(block, 4);
  const w2 = load<u32>(block, 8);
  const w3 = load<u32>(block, 12);
  const w4 = load<u32>(block, 16);
  const w5 = load<u32>(block, 20);
  const w6 = load<u32>(block, 24);
  const w7 = load<u32>(block, 28);
  const w8 = load<u32>(block, 32);
  const w9 = load<u32>(block, 36);
  const w10 = load<u32>(block, 40);
  const w11 = load<u32>(block, 44);
  const w12 = load<u32>(block, 48);
  const w13 = load<u32>(block, 52);
  const w14 = load<u32>(block, 56);
  const w15 = load<u32>(block, 60);
  let a = load<u32>(state, 0);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  let e = load<u32>(state, 16);
  a = rotl(a + parity(b, c, d) + w0, 11) + e;
  c = rotl(c, 10);
  e = rotl(e + parity(a, b, c) + w1, 14) + d;
  b = rotl(b, 10);
  d = rotl(d + parity(e, a, b) + w2, 15) + c;
  a = rotl(a, 10);
  c = rotl(c + parity(d, e, a) + w3, 12) + b;
  e = rotl(e, 10);
  b = rotl(b + parity(c, d, e) + w4, 5) + a;
  d = rotl(d, 10);
  a = rotl(a + parity(b, c, d) + w5, 8) + e;
  c = rotl(c, 10);
  e = rotl(e + parity(a, b, c) + w6, 7) + d;
  b = rotl(b, 10);
  d = rotl(d + parity(e, a, b) + w7, 9) + c;
  a = rotl(a, 10);
  c = rotl(c + parity(d, e, a) + w8, 11) + b;
  e = rotl(e, 10);
  b = rotl(b + parity(c, d, e) + w9, 13) + a;
  d = rotl(d, 10);
  a = rotl(a + parity(b, c, d) + w10, 14) + e;
  c = rotl(c, 10);
  e = rotl(e + parity(a, b, c) + w11, 15) + d;
  b = rotl(b, 10);
  d = rotl(d + parity(e, a, b) + w12, 6) + c;
  a = rotl(a, 10);
  c = rotl(c + parity(d, e, a) + w13, 7) + b;
  e = rotl(e, 10);
  b = rotl(b + parity(c, d, e) + w14, 9) + a;
  d = rotl(d, 10);
  a = rotl(a + parity(b, c, d) + w15, 8) + e;
  c = rotl(c, 10);
  e = rotl(e + select(a, b, c) + w7 + 0x5a827999, 7) + d;
  b = rotl(b, 10);
  d = rotl(d + select(e, a, b) + w4 + 0x5a827999, 6) + c;
  a = rotl(a, 10);
  c = rotl(c + select(d, e, a) + w13 + 0x5a827999, 8) + b;
  e = rotl(e, 10);
  b = rotl(b + select(c, d, e) + w1 + 0x5a827999, 13) + a;
  d = rotl(d, 10);
  a = rotl(a + select(b, c, d) + w10 + 0x5a827999, 11) + e;
  c = rotl(c, 10);
  e = rotl(e + select(a, b, c) + w6 + 0x5a827999, 9) + d;
  b = rotl(b, 10);
  d = rotl(d + select(e, a, b) + w15 + 0x5a827999, 7) + c;
  a = rotl(a, 10);
  c = rotl(c + select(d, e, a) + w3 + 0x5a827999, 15) + b;
  e = rotl(e, 10);
  b = rotl(b + select(c, d, e) + w12 + 0x5a827999, 7) + a;
  d = rotl(d, 10);
  a = rotl(a + select(b, c, d) + w0 + 0x5a827999, 12) + e;
  c = rotl(c, 10);
  e = rotl(e + select(a, b, c) + w9 + 0x5a827999, 15) + d;
  b = rotl(b, 10);
  d = rotl(d + select(e, a, b) + w5 + 0x5a827999, 9) + c;
  a = rotl(a, 10);
  c = rotl(c + select(d, e, a) + w2 + 0x5a827999, 11) + b;
  e = rotl(e, 10);
  b = rotl(b + select(c, d, e) + w14 + 0x5a827999, 7) + a;
  d = rotl(d, 10);
  a = rotl(a + select(b, c, d) + w11 + 0x5a827999, 13) + e;
  c = rotl(c, 10);
  e = rotl(e + select(a, b, c) + w8 + 0x5a827999, 12) + d;
  b = rotl(b, 10);
  d = rotl(d + orNot(e, a, b) + w3 + 0x6ed9eba1, 11) + c;
  a = rotl(a, 10);
  c = rotl(c + orNot(d, e, a) + w10 + 0x6ed9eba1, 13) + b;
  e = rotl(e, 10);
  b = rotl(b + orNot(c, d, e) + w14 + 0x6ed9eba1, 6) + a;
  d = rotl(d, 10);
  a = rotl(a + orNot(b, c, d) + w4 + 0x6ed9eba1, 7) + e;
  c = rotl(c, 10);
  e = rotl(e + orNot(a, b, c) + w9 + 0x6ed9eba1, 14) + d;
  b = rotl(b, 10);
  d = rotl(d + orNot(e, a, b) + w15 + 0x6ed9eba1, 9) + c;
  a = rotl(a, 10);
  c = rotl(c + orNot(d, e, a) + w8 + 0x6ed9eba1, 13) + b;
  e = rotl(e, 10);
  b = rotl(b + orNot(c, d, e) + w1 + 0x6ed9eba1, 15) + a;
  d = rotl(d, 10);
  a = rotl(a + orNot(b, c, d) + w2 + 0x6ed9eba1, 14) + e;
  c = rotl(c, 10);
  e = rotl(e + orNot(a, b, c) + w7 + 0x6ed9eba1, 8) + d;
  b = rotl(b, 10);
  d = rotl(d + orNot(e, a, b) + w0 + 0x6ed9eba1, 13) + c;
  a = rotl(a, 10);
  c = rotl(c + orNot(d, e, a) + w6 + 0x6ed9eba1, 6) + b;
  e = rotl(e, 10);
  b = rotl(b + orNot(c, d, e) + w13 + 0x6ed9eba1, 5) + a;
  d = rotl(d, 10);
  a = rotl(a + orNot(b, c, d) + w11 + 0x6ed9eba1, 12) + e;
  c = rotl(c, 10);
  e = rotl(e + orNot(a, b, c) + w5 + 0x6ed9eba1, 7) + d;
  b = rotl(b, 10);
  d = rotl(d + orNot(e, a, b) + w12 + 0x6ed9eba1, 5) + c;
  a = rotl(a, 10);
  c = rotl(c + selectBack(d, e, a) + w1 + 0x8f1bbcdc, 11) + b;
  e = rotl(e, 10);
  b = rotl(b + selectBack(c, d, e) + w9 + 0x8f1bbcdc, 12) + a;
  d = rotl(d, 10);
  a = rotl(a + selectBack(b, c, d) + w11 + 0x8f1bbcdc, 14) + e;
  c = rotl(c, 10);
  e = rotl(e + selectBack(a, b, c) + w10 + 0x8f1bbcdc, 15) + d;
  b = rotl(b, 10);
  d = rotl(d + selectBack(e, a, b) + w0 + 0x8f1bbcdc, 14) + c;
  a = rotl(a, 10);
  c = rotl(c + selectBack(d, e, a) + w8 + 0x8f1bbcdc, 15) + b;
  e = rotl(e, 10);
  b = rotl(b + selectBack(c, d, e) + w12 + 0x8f1bbcdc, 9) + a;
  d = rotl(d, 10);
  a = rotl(a + selectBack(b, c, d) + w4 + 0x8f1bbcdc, 8) + e;
  c = rotl(c, 10);
  e = rotl(e + selectBack(a, b, c) + w13 + 0x8f1bbcdc, 9) + d;
  b = rotl(b, 10);
  d = rotl(d + selectBack(e, a, b) + w3 + 0x8f1bbcdc, 14) + c;
  a = rotl(a, 10);
  c = rotl(c + selectBack(d, e, a) + w7 + 0x8f1bbcdc, 5) + b;
  e = rotl(e, 10);
  b = rotl(b + selectBack(c, d, e) + w15 + 0x8f1bbcdc, 6) + a;
  d = rotl(d, 10);
  a = rotl(a + selectBack(b, c, d) + w14 + 0x8f1bbcdc, 8) + e;
  c = rotl(c, 10);
  e = rotl(e + selectBack(a, b, c) + w5 + 0x8f1bbcdc, 6) + d;
  b = rotl(b, 10);
  d = rotl(d + selectBack(e, a, b) + w6 + 0x8f1bbcdc, 5) + c;
  a = rotl(a, 10);
  c = rotl(c + selectBack(d, e, a) + w2 + 0x8f1bbcdc, 12) + b;
  e = rotl(e, 10);
  b = rotl(b + notOr(c, d, e) + w4 + 0xa953fd4e, 9) + a;
  d = rotl(d, 10);
  a = rotl(a + notOr(b, c, d) + w0 + 0xa953fd4e, 15) + e;
  c = rotl(c, 10);
  e = rotl(e + notOr(a, b, c) + w5 + 0xa953fd4e, 5) + d;
  b = rotl(b, 10);
  d = rotl(d + notOr(e, a, b) + w9 + 0xa953fd4e, 11) + c;
  a = rotl(a, 10);
  c = rotl(c + notOr(d, e, a) + w7 + 0xa953fd4e, 6) + b;
  e = rotl(e, 10);
  b = rotl(b + notOr(c, d, e) + w12 + 0xa953fd4e, 8) + a;
  d = rotl(d, 10);
  a = rotl(a + notOr(b, c, d) + w2 + 0xa953fd4e, 13) + e;
  c = rotl(c, 10);
  e = rotl(e + notOr(a, b, c) + w10 + 0xa953fd4e, 12) + d;
  b = rotl(b, 10);
  d = rotl(d + notOr(e, a, b) + w14 + 0xa953fd4e, 5) + c;
  a = rotl(a, 10);
  c = rotl(c + notOr(d, e, a) + w1 + 0xa953fd4e, 12) + b;
  e = rotl(e, 10);
  b = rotl(b + notOr(c, d, e) + w3 + 0xa953fd4e, 13) + a;
  d = rotl(d, 10);
  a = rotl(a + notOr(b, c, d) + w8 + 0xa953fd4e, 14) + e;
  c = rotl(c, 10);
  e = rotl(e + notOr(a, b, c) + w11 + 0xa953fd4e, 11) + d;
  b = rotl(b, 10);
  d = rotl(d + notOr(e, a, b) + w6 + 0xa953fd4e, 8) + c;
  a = rotl(a, 10);
  c = rotl(c + notOr(d, e, a) + w15 + 0xa953fd4e, 5) + b;
  e = rotl(e, 10);
  b = rotl(b + notOr(c, d, e) + w13 + 0xa953fd4e, 6) + a;
  d = rotl(d, 10);
  store<u32>(LEFT, a, 0);
  store<u32>(LEFT, b, 4);
  store<u32>(LEFT, c, 8);
  store<u32>(LEFT, d, 12);
  store<u32>(LEFT, e, 16);
}

/** The right line, and its sum with the left one and the state. */
function right(state: usize, block: usize): void {
  const w0 = load<u32>(block, 0);
  const w1 = load<u32>(block, 4);
  const w2 = load<u32>(block, 8);
  const w3 = load<u32>(block, 12);
  const w4 = load<u32>(block, 16);
  const w5 = load<u32>(block, 20);
  const w6 = load<u32>(block, 24);
  const w7 = load<u32>(block, 28);
  const w8 = load<u32>(block, 32);
  const w9 = load<u32>(block, 36);
  const w10 = load<u32>(block, 40);
  const w11 = load<u32>(block, 44);
  const w12 = load<u32>(block, 48);
  const w13 = load<u32>(block, 52);
  const w14 = load<u32>(block, 56);
  const w15 = load<u32>(block, 60);
  let a = load<u32>(state, 0);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  let e = load<u32>(state, 16);
  a = rotl(a + notOr(b, c, d) + w5 + 0x50a28be6, 8) + e;
  c = rotl(c, 10);
  e = rotl(e + notOr(a, b, c) + w14 + 0x50a28be6, 9) + d;
  b = rotl(b, 10);
  d = rotl(d + notOr(e, a, b) + w7 + 0x50a28be6, 9) + c;
  a = rotl(a, 10);
  c = rotl(c + notOr(d, e, a) + w0 + 0x50a28be6, 11) + b;
  e = rotl(e, 10);
  b = rotl(b + notOr(c, d, e) + w9 + 0x50a28be6, 13) + a;
  d = rotl(d, 10);
  a = rotl(a + notOr(b, c, d) + w2 + 0x50a28be6, 15) + e;
  c = rotl(c, 10);
  e = rotl(e + notOr(a, b, c) + w11 + 0x50a28be6, 15) + d;
  b = rotl(b, 10);
  d = rotl(d + notOr(e, a, b) + w4 + 0x50a28be6, 5) + c;
  a = rotl(a, 10);
  c = rotl(c + notOr(d, e, a) + w13 + 0x50a28be6, 7) + b;
  e = rotl(e, 10);
  b = rotl(b + notOr(c, d, e) + w6 + 0x50a28be6, 7) + a;
  d = rotl(d, 10);
  a = rotl(a + notOr(b, c, d) + w15 + 0x50a28be6, 8) + e;
  c = rotl(c, 10);
  e = rotl(e + notOr(a, b, c) + w8 + 0x50a28be6, 11) + d;
  b = rotl(b, 10);
  d = rotl(d + notOr(e, a, b) + w1 + 0x50a28be6, 14) + c;
  a = rotl(a, 10);
  c = rotl(c + notOr(d, e, a) + w10 + 0x50a28be6, 14) + b;
  e = rotl(e, 10);
  b = rotl(b + notOr(c, d, e) + w3 + 0x50a28be6, 12) + a;
  d = rotl(d, 10);
  a = rotl(a + notOr(b, c, d) + w12 + 0x50a28be6, 6) + e;
  c = rotl(c, 10);
  e = rotl(e + selectBack(a, b, c) + w6 + 0x5c4dd124, 9) + d;
  b = rotl(b, 10);
  d = rotl(d + selectBack(e, a, b) + w11 + 0x5c4dd124, 13) + c;
  a = rotl(a, 10);
  c = rotl(c + selectBack(d, e, a) + w3 + 0x5c4dd124, 15) + b;
  e = rotl(e, 10);
  b = rotl(b + selectBack(c, d, e) + w7 + 0x5c4dd124, 7) + a;
  d = rotl(d, 10);
  a = rotl(a + selectBack(b, c, d) + w0 + 0x5c4dd124, 12) + e;
  c = rotl(c, 10);
  e = rotl(e + selectBack(a, b, c) + w13 + 0x5c4dd124, 8) + d;
  b = rotl(b, 10);
  d = rotl(d + selectBack(e, a, b) + w5 + 0x5c4dd124, 9) + c;
  a = rotl(a, 10);
  c = rotl(c + selectBack(d, e, a) + w10 + 0x5c4dd124, 11) + b;
  e = rotl(e, 10);
  b = rotl(b + selectBack(c, d, e) + w14 + 0x5c4dd124, 7) + a;
  d = rotl(d, 10);
  a = rotl(a + selectBack(b, c, d) + w15 + 0x5c4dd124, 7) + e;
  c = rotl(c, 10);
  e = rotl(e + selectBack(a, b, c) + w8 + 0x5c4dd124, 12) + d;
  b = rotl(b, 10);
  d = rotl(d + selectBack(e, a, b) + w12 + 0x5c4dd124, 7) + c;
  a = rotl(a, 10);
  c = rotl(c + selectBack(d, e, a) + w4 + 0x5c4dd124, 6) + b;
  e = rotl(e, 10);
  b = rotl(b + selectBack(c, d, e) + w9 + 0x5c4dd124, 15) + a;
  d = rotl(d, 10);
  a = rotl(a + selectBack(b, c, d) + w1 + 0x5c4dd124, 13) + e;
  c = rotl(c, 10);
  e = rotl(e + selectBack(a, b, c) + w2 + 0x5c4dd124, 11) + d;
  b = rotl(b, 10);
  d = rotl(d + orNot(e, a, b) + w15 + 0x6d703ef3, 9) + c;
  a = rotl(a, 10);
  c = rotl(c + orNot(d, e, a) + w5 + 0x6d703ef3, 7) + b;
  e = rotl(e, 10);
  b = rotl(b + orNot(c, d, e) + w1 + 0x6d703ef3, 15) + a;
  d = rotl(d, 10);
  a = rotl(a + orNot(b, c, d) + w3 + 0x6d703ef3, 11) + e;
  c = rotl(c, 10);
  e = rotl(e + orNot(a, b, c) + w7 + 0x6d703ef3, 8) + d;
  b = rotl(b, 10);
  d = rotl(d + orNot(e, a, b) + w14 + 0x6d703ef3, 6) + c;
  a = rotl(a, 10);
  c = rotl(c + orNot(d, e, a) + w6 + 0x6d703ef3, 6) + b;
  e = rotl(e, 10);
  b = rotl(b + orNot(c, d, e) + w9 + 0x6d703ef3, 14) + a;
  d = rotl(d, 10);
  a = rotl(a + orNot(b, c, d) + w11 + 0x6d703ef3, 12) + e;
  c = rotl(c, 10);
  e = rotl(e + orNot(a, b, c) + w8 + 0x6d703ef3, 13) + d;
  b = rotl(b, 10);
  d = rotl(d + orNot(e, a, b) + w12 + 0x6d703ef3, 5) + c;
  a = rotl(a, 10);
  c = rotl(c + orNot(d, e, a) + w2 + 0x6d703ef3, 14) + b;
  e = rotl(e, 10);
  b = rotl(b + orNot(c, d, e) + w10 + 0x6d703ef3, 13) + a;
  d = rotl(d, 10);
  a = rotl(a + orNot(b, c, d) + w0 + 0x6d703ef3, 13) + e;
  c = rotl(c, 10);
  e = rotl(e + orNot(a, b, c) + w4 + 0x6d703ef3, 7) + d;
  b = rotl(b, 10);
  d = rotl(d + orNot(e, a, b) + w13 + 0x6d703ef3, 5) + c;
  a = rotl(a, 10);
  c = rotl(c + select(d, e, a) + w8 + 0x7a6d76e9, 15) + b;
  e = rotl(e, 10);
  b = rotl(b + select(c, d, e) + w6 + 0x7a6d76e9, 5) + a;
  d = rotl(d, 10);
  a = rotl(a + select(b, c, d) + w4 + 0x7a6d76e9, 8) + e;
  c = rotl(c, 10);
  e = rotl(e + select(a, b, c) + w1 + 0x7a6d76e9, 11) + d;
  b = rotl(b, 10);
  d = rotl(d + select(e, a, b) + w3 + 0x7a6d76e9, 14) + c;
  a = rotl(a, 10);
  c = rotl(c + select(d, e, a) + w11 + 0x7a6d76e9, 14) + b;
  e = rotl(e, 10);
  b = rotl(b + select(c, d, e) + w15 + 0x7a6d76e9, 6) + a;
  d = rotl(d, 10);
  a = rotl(a + select(b, c, d) + w0 + 0x7a6d76e9, 14) + e;
  c = rotl(c, 10);
  e = rotl(e + select(a, b, c) + w5 + 0x7a6d76e9, 6) + d;
  b = rotl(b, 10);
  d = rotl(d + select(e, a, b) + w12 + 0x7a6d76e9, 9) + c;
  a = rotl(a, 10);
  c = rotl(c + select(d, e, a) + w2 + 0x7a6d76e9, 12) + b;
  e = rotl(e, 10);
  b = rotl(b + select(c, d, e) + w13 + 0x7a6d76e9, 9) + a;
  d = rotl(d, 10);
  a = rotl(a + select(b, c, d) + w9 + 0x7a6d76e9, 12) + e;
  c = rotl(c, 10);
  e = rotl(e + select(a, b, c) + w7 + 0x7a6d76e9, 5) + d;
  b = rotl(b, 10);
  d = rotl(d + select(e, a, b) + w10 + 0x7a6d76e9, 15) + c;
  a = rotl(a, 10);
  c = rotl(c + select(d, e, a) + w14 + 0x7a6d76e9, 8) + b;
  e = rotl(e, 10);
  b = rotl(b + parity(c, d, e) + w12, 8) + a;
  d = rotl(d, 10);
  a = rotl(a + parity(b, c, d) + w15, 5) + e;
  c = rotl(c, 10);
  e = rotl(e + parity(a, b, c) + w10, 12) + d;
  b = rotl(b, 10);
  d = rotl(d + parity(e, a, b) + w4, 9) + c;
  a = rotl(a, 10);
  c = rotl(c + parity(d, e, a) + w1, 12) + b;
  e = rotl(e, 10);
  b = rotl(b + parity(c, d, e) + w5, 5) + a;
  d = rotl(d, 10);
  a = rotl(a + parity(b, c, d) + w8, 14) + e;
  c = rotl(c, 10);
  e = rotl(e + parity(a, b, c) + w7, 6) + d;
  b = rotl(b, 10);
  d = rotl(d + parity(e, a, b) + w6, 8) + c;
  a = rotl(a, 10);
  c = rotl(c + parity(d, e, a) + w2, 13) + b;
  e = rotl(e, 10);
  b = rotl(b + parity(c, d, e) + w13, 6) + a;
  d = rotl(d, 10);
  a = rotl(a + parity(b, c, d) + w14, 5) + e;
  c = rotl(c, 10);
  e = rotl(e + parity(a, b, c) + w0, 15) + d;
  b = rotl(b, 10);
  d = rotl(d + parity(e, a, b) + w3, 13) + c;
  a = rotl(a, 10);
  c = rotl(c + parity(d, e, a) + w9, 11) + b;
  e = rotl(e, 10);
  b = rotl(b + parity(c, d, e) + w11, 11) + a;
  d = rotl(d, 10);
  const t = load<u32>(state, 4) + load<u32>(LEFT, 8) + d;
  store<u32>(state, load<u32>(state, 8) + load<u32>(LEFT, 12) + e, 4);
  store<u32>(state, load<u32>(state, 12) + load<u32>(LEFT, 16) + a, 8);
  store<u32>(state, load<u32>(state, 16) + load<u32>(LEFT, 0) + b, 12);
  store<u32>(state, load<u32>(state, 0) + load<u32>(LEFT, 4) + c, 16);
  store<u32>(state, t, 0);
}

/** Takes one block, sixteen words with their least significant byte first, into the state. */
export function compress(state: usize, block: usize): void {
  left(state, block);
  right(state, block);
}

/** The digest of some bytes: 20 bytes at the target, which may overlap the bytes. */
export function ripemd160(target: usize, bytes: usize, length: usize): void {
  begin(STATE);
  let rest = length;
  for (; rest >= 64; rest -= 64) {
    compress(STATE, bytes);
    bytes += 64;
  }
  memory.copy(BLOCK, bytes, rest);
  memory.fill(BLOCK + rest, 0, 64 - rest);
  store<u8>(BLOCK + rest, 0x80);
  if (rest >= 56) {
    compress(STATE, BLOCK);
    memory.fill(BLOCK, 0, 64);
  }
  store<u64>(BLOCK, <u64>length << 3, 56);
  compress(STATE, BLOCK);
  memory.copy(target, STATE, 20);
}
