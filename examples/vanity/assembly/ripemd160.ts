// RIPEMD-160 (Dobbertin, Bosselaers, Preneel 1996).

const INITIAL = memory.data<u32>([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
const BLOCK = memory.data(64);
const STATE = memory.data(20);
const LEFT = memory.data(20);
const RIGHT = memory.data(20);

/** Puts the initial five words into a state. */
@inline
export function begin(state: usize): void {
  copyState(state, INITIAL);
}

@inline
function copyState(to: usize, from: usize): void {
  store<u64>(to, load<u64>(from));
  store<u64>(to, load<u64>(from, 8), 8);
  store<u32>(to, load<u32>(from, 16), 16);
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

// The left line is in a to e, the right one in v to z. They do not depend on each other: step by step,
// side by side, a processor computes both at once.

function round1(block: usize): void {
  let a = load<u32>(LEFT, 0), b = load<u32>(LEFT, 4), c = load<u32>(LEFT, 8);
  let d = load<u32>(LEFT, 12), e = load<u32>(LEFT, 16);
  let v = load<u32>(RIGHT, 0), w = load<u32>(RIGHT, 4), x = load<u32>(RIGHT, 8);
  let y = load<u32>(RIGHT, 12), z = load<u32>(RIGHT, 16);
  a = rotl(a + parity(b, c, d) + load<u32>(block), 11) + e;
  v = rotl(v + notOr(w, x, y) + load<u32>(block, 20) + 0x50a28be6, 8) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + parity(a, b, c) + load<u32>(block, 4), 14) + d;
  z = rotl(z + notOr(v, w, x) + load<u32>(block, 56) + 0x50a28be6, 9) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + parity(e, a, b) + load<u32>(block, 8), 15) + c;
  y = rotl(y + notOr(z, v, w) + load<u32>(block, 28) + 0x50a28be6, 9) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + parity(d, e, a) + load<u32>(block, 12), 12) + b;
  x = rotl(x + notOr(y, z, v) + load<u32>(block) + 0x50a28be6, 11) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + parity(c, d, e) + load<u32>(block, 16), 5) + a;
  w = rotl(w + notOr(x, y, z) + load<u32>(block, 36) + 0x50a28be6, 13) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + parity(b, c, d) + load<u32>(block, 20), 8) + e;
  v = rotl(v + notOr(w, x, y) + load<u32>(block, 8) + 0x50a28be6, 15) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + parity(a, b, c) + load<u32>(block, 24), 7) + d;
  z = rotl(z + notOr(v, w, x) + load<u32>(block, 44) + 0x50a28be6, 15) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + parity(e, a, b) + load<u32>(block, 28), 9) + c;
  y = rotl(y + notOr(z, v, w) + load<u32>(block, 16) + 0x50a28be6, 5) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + parity(d, e, a) + load<u32>(block, 32), 11) + b;
  x = rotl(x + notOr(y, z, v) + load<u32>(block, 52) + 0x50a28be6, 7) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + parity(c, d, e) + load<u32>(block, 36), 13) + a;
  w = rotl(w + notOr(x, y, z) + load<u32>(block, 24) + 0x50a28be6, 7) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + parity(b, c, d) + load<u32>(block, 40), 14) + e;
  v = rotl(v + notOr(w, x, y) + load<u32>(block, 60) + 0x50a28be6, 8) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + parity(a, b, c) + load<u32>(block, 44), 15) + d;
  z = rotl(z + notOr(v, w, x) + load<u32>(block, 32) + 0x50a28be6, 11) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + parity(e, a, b) + load<u32>(block, 48), 6) + c;
  y = rotl(y + notOr(z, v, w) + load<u32>(block, 4) + 0x50a28be6, 14) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + parity(d, e, a) + load<u32>(block, 52), 7) + b;
  x = rotl(x + notOr(y, z, v) + load<u32>(block, 40) + 0x50a28be6, 14) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + parity(c, d, e) + load<u32>(block, 56), 9) + a;
  w = rotl(w + notOr(x, y, z) + load<u32>(block, 12) + 0x50a28be6, 12) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + parity(b, c, d) + load<u32>(block, 60), 8) + e;
  v = rotl(v + notOr(w, x, y) + load<u32>(block, 48) + 0x50a28be6, 6) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  store<u32>(LEFT, a, 0);
  store<u32>(LEFT, b, 4);
  store<u32>(LEFT, c, 8);
  store<u32>(LEFT, d, 12);
  store<u32>(LEFT, e, 16);
  store<u32>(RIGHT, v, 0);
  store<u32>(RIGHT, w, 4);
  store<u32>(RIGHT, x, 8);
  store<u32>(RIGHT, y, 12);
  store<u32>(RIGHT, z, 16);
}

function round2(block: usize): void {
  let a = load<u32>(LEFT, 0), b = load<u32>(LEFT, 4), c = load<u32>(LEFT, 8);
  let d = load<u32>(LEFT, 12), e = load<u32>(LEFT, 16);
  let v = load<u32>(RIGHT, 0), w = load<u32>(RIGHT, 4), x = load<u32>(RIGHT, 8);
  let y = load<u32>(RIGHT, 12), z = load<u32>(RIGHT, 16);
  e = rotl(e + select(a, b, c) + load<u32>(block, 28) + 0x5a827999, 7) + d;
  z = rotl(z + selectBack(v, w, x) + load<u32>(block, 24) + 0x5c4dd124, 9) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + select(e, a, b) + load<u32>(block, 16) + 0x5a827999, 6) + c;
  y = rotl(y + selectBack(z, v, w) + load<u32>(block, 44) + 0x5c4dd124, 13) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + select(d, e, a) + load<u32>(block, 52) + 0x5a827999, 8) + b;
  x = rotl(x + selectBack(y, z, v) + load<u32>(block, 12) + 0x5c4dd124, 15) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + select(c, d, e) + load<u32>(block, 4) + 0x5a827999, 13) + a;
  w = rotl(w + selectBack(x, y, z) + load<u32>(block, 28) + 0x5c4dd124, 7) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + select(b, c, d) + load<u32>(block, 40) + 0x5a827999, 11) + e;
  v = rotl(v + selectBack(w, x, y) + load<u32>(block) + 0x5c4dd124, 12) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + select(a, b, c) + load<u32>(block, 24) + 0x5a827999, 9) + d;
  z = rotl(z + selectBack(v, w, x) + load<u32>(block, 52) + 0x5c4dd124, 8) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + select(e, a, b) + load<u32>(block, 60) + 0x5a827999, 7) + c;
  y = rotl(y + selectBack(z, v, w) + load<u32>(block, 20) + 0x5c4dd124, 9) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + select(d, e, a) + load<u32>(block, 12) + 0x5a827999, 15) + b;
  x = rotl(x + selectBack(y, z, v) + load<u32>(block, 40) + 0x5c4dd124, 11) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + select(c, d, e) + load<u32>(block, 48) + 0x5a827999, 7) + a;
  w = rotl(w + selectBack(x, y, z) + load<u32>(block, 56) + 0x5c4dd124, 7) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + select(b, c, d) + load<u32>(block) + 0x5a827999, 12) + e;
  v = rotl(v + selectBack(w, x, y) + load<u32>(block, 60) + 0x5c4dd124, 7) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + select(a, b, c) + load<u32>(block, 36) + 0x5a827999, 15) + d;
  z = rotl(z + selectBack(v, w, x) + load<u32>(block, 32) + 0x5c4dd124, 12) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + select(e, a, b) + load<u32>(block, 20) + 0x5a827999, 9) + c;
  y = rotl(y + selectBack(z, v, w) + load<u32>(block, 48) + 0x5c4dd124, 7) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + select(d, e, a) + load<u32>(block, 8) + 0x5a827999, 11) + b;
  x = rotl(x + selectBack(y, z, v) + load<u32>(block, 16) + 0x5c4dd124, 6) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + select(c, d, e) + load<u32>(block, 56) + 0x5a827999, 7) + a;
  w = rotl(w + selectBack(x, y, z) + load<u32>(block, 36) + 0x5c4dd124, 15) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + select(b, c, d) + load<u32>(block, 44) + 0x5a827999, 13) + e;
  v = rotl(v + selectBack(w, x, y) + load<u32>(block, 4) + 0x5c4dd124, 13) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + select(a, b, c) + load<u32>(block, 32) + 0x5a827999, 12) + d;
  z = rotl(z + selectBack(v, w, x) + load<u32>(block, 8) + 0x5c4dd124, 11) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  store<u32>(LEFT, a, 0);
  store<u32>(LEFT, b, 4);
  store<u32>(LEFT, c, 8);
  store<u32>(LEFT, d, 12);
  store<u32>(LEFT, e, 16);
  store<u32>(RIGHT, v, 0);
  store<u32>(RIGHT, w, 4);
  store<u32>(RIGHT, x, 8);
  store<u32>(RIGHT, y, 12);
  store<u32>(RIGHT, z, 16);
}

function round3(block: usize): void {
  let a = load<u32>(LEFT, 0), b = load<u32>(LEFT, 4), c = load<u32>(LEFT, 8);
  let d = load<u32>(LEFT, 12), e = load<u32>(LEFT, 16);
  let v = load<u32>(RIGHT, 0), w = load<u32>(RIGHT, 4), x = load<u32>(RIGHT, 8);
  let y = load<u32>(RIGHT, 12), z = load<u32>(RIGHT, 16);
  d = rotl(d + orNot(e, a, b) + load<u32>(block, 12) + 0x6ed9eba1, 11) + c;
  y = rotl(y + orNot(z, v, w) + load<u32>(block, 60) + 0x6d703ef3, 9) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + orNot(d, e, a) + load<u32>(block, 40) + 0x6ed9eba1, 13) + b;
  x = rotl(x + orNot(y, z, v) + load<u32>(block, 20) + 0x6d703ef3, 7) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + orNot(c, d, e) + load<u32>(block, 56) + 0x6ed9eba1, 6) + a;
  w = rotl(w + orNot(x, y, z) + load<u32>(block, 4) + 0x6d703ef3, 15) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + orNot(b, c, d) + load<u32>(block, 16) + 0x6ed9eba1, 7) + e;
  v = rotl(v + orNot(w, x, y) + load<u32>(block, 12) + 0x6d703ef3, 11) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + orNot(a, b, c) + load<u32>(block, 36) + 0x6ed9eba1, 14) + d;
  z = rotl(z + orNot(v, w, x) + load<u32>(block, 28) + 0x6d703ef3, 8) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + orNot(e, a, b) + load<u32>(block, 60) + 0x6ed9eba1, 9) + c;
  y = rotl(y + orNot(z, v, w) + load<u32>(block, 56) + 0x6d703ef3, 6) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + orNot(d, e, a) + load<u32>(block, 32) + 0x6ed9eba1, 13) + b;
  x = rotl(x + orNot(y, z, v) + load<u32>(block, 24) + 0x6d703ef3, 6) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + orNot(c, d, e) + load<u32>(block, 4) + 0x6ed9eba1, 15) + a;
  w = rotl(w + orNot(x, y, z) + load<u32>(block, 36) + 0x6d703ef3, 14) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + orNot(b, c, d) + load<u32>(block, 8) + 0x6ed9eba1, 14) + e;
  v = rotl(v + orNot(w, x, y) + load<u32>(block, 44) + 0x6d703ef3, 12) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + orNot(a, b, c) + load<u32>(block, 28) + 0x6ed9eba1, 8) + d;
  z = rotl(z + orNot(v, w, x) + load<u32>(block, 32) + 0x6d703ef3, 13) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + orNot(e, a, b) + load<u32>(block) + 0x6ed9eba1, 13) + c;
  y = rotl(y + orNot(z, v, w) + load<u32>(block, 48) + 0x6d703ef3, 5) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + orNot(d, e, a) + load<u32>(block, 24) + 0x6ed9eba1, 6) + b;
  x = rotl(x + orNot(y, z, v) + load<u32>(block, 8) + 0x6d703ef3, 14) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + orNot(c, d, e) + load<u32>(block, 52) + 0x6ed9eba1, 5) + a;
  w = rotl(w + orNot(x, y, z) + load<u32>(block, 40) + 0x6d703ef3, 13) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + orNot(b, c, d) + load<u32>(block, 44) + 0x6ed9eba1, 12) + e;
  v = rotl(v + orNot(w, x, y) + load<u32>(block) + 0x6d703ef3, 13) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + orNot(a, b, c) + load<u32>(block, 20) + 0x6ed9eba1, 7) + d;
  z = rotl(z + orNot(v, w, x) + load<u32>(block, 16) + 0x6d703ef3, 7) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + orNot(e, a, b) + load<u32>(block, 48) + 0x6ed9eba1, 5) + c;
  y = rotl(y + orNot(z, v, w) + load<u32>(block, 52) + 0x6d703ef3, 5) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  store<u32>(LEFT, a, 0);
  store<u32>(LEFT, b, 4);
  store<u32>(LEFT, c, 8);
  store<u32>(LEFT, d, 12);
  store<u32>(LEFT, e, 16);
  store<u32>(RIGHT, v, 0);
  store<u32>(RIGHT, w, 4);
  store<u32>(RIGHT, x, 8);
  store<u32>(RIGHT, y, 12);
  store<u32>(RIGHT, z, 16);
}

function round4(block: usize): void {
  let a = load<u32>(LEFT, 0), b = load<u32>(LEFT, 4), c = load<u32>(LEFT, 8);
  let d = load<u32>(LEFT, 12), e = load<u32>(LEFT, 16);
  let v = load<u32>(RIGHT, 0), w = load<u32>(RIGHT, 4), x = load<u32>(RIGHT, 8);
  let y = load<u32>(RIGHT, 12), z = load<u32>(RIGHT, 16);
  c = rotl(c + selectBack(d, e, a) + load<u32>(block, 4) + 0x8f1bbcdc, 11) + b;
  x = rotl(x + select(y, z, v) + load<u32>(block, 32) + 0x7a6d76e9, 15) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + selectBack(c, d, e) + load<u32>(block, 36) + 0x8f1bbcdc, 12) + a;
  w = rotl(w + select(x, y, z) + load<u32>(block, 24) + 0x7a6d76e9, 5) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + selectBack(b, c, d) + load<u32>(block, 44) + 0x8f1bbcdc, 14) + e;
  v = rotl(v + select(w, x, y) + load<u32>(block, 16) + 0x7a6d76e9, 8) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + selectBack(a, b, c) + load<u32>(block, 40) + 0x8f1bbcdc, 15) + d;
  z = rotl(z + select(v, w, x) + load<u32>(block, 4) + 0x7a6d76e9, 11) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + selectBack(e, a, b) + load<u32>(block) + 0x8f1bbcdc, 14) + c;
  y = rotl(y + select(z, v, w) + load<u32>(block, 12) + 0x7a6d76e9, 14) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + selectBack(d, e, a) + load<u32>(block, 32) + 0x8f1bbcdc, 15) + b;
  x = rotl(x + select(y, z, v) + load<u32>(block, 44) + 0x7a6d76e9, 14) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + selectBack(c, d, e) + load<u32>(block, 48) + 0x8f1bbcdc, 9) + a;
  w = rotl(w + select(x, y, z) + load<u32>(block, 60) + 0x7a6d76e9, 6) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + selectBack(b, c, d) + load<u32>(block, 16) + 0x8f1bbcdc, 8) + e;
  v = rotl(v + select(w, x, y) + load<u32>(block) + 0x7a6d76e9, 14) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + selectBack(a, b, c) + load<u32>(block, 52) + 0x8f1bbcdc, 9) + d;
  z = rotl(z + select(v, w, x) + load<u32>(block, 20) + 0x7a6d76e9, 6) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + selectBack(e, a, b) + load<u32>(block, 12) + 0x8f1bbcdc, 14) + c;
  y = rotl(y + select(z, v, w) + load<u32>(block, 48) + 0x7a6d76e9, 9) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + selectBack(d, e, a) + load<u32>(block, 28) + 0x8f1bbcdc, 5) + b;
  x = rotl(x + select(y, z, v) + load<u32>(block, 8) + 0x7a6d76e9, 12) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + selectBack(c, d, e) + load<u32>(block, 60) + 0x8f1bbcdc, 6) + a;
  w = rotl(w + select(x, y, z) + load<u32>(block, 52) + 0x7a6d76e9, 9) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + selectBack(b, c, d) + load<u32>(block, 56) + 0x8f1bbcdc, 8) + e;
  v = rotl(v + select(w, x, y) + load<u32>(block, 36) + 0x7a6d76e9, 12) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + selectBack(a, b, c) + load<u32>(block, 20) + 0x8f1bbcdc, 6) + d;
  z = rotl(z + select(v, w, x) + load<u32>(block, 28) + 0x7a6d76e9, 5) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + selectBack(e, a, b) + load<u32>(block, 24) + 0x8f1bbcdc, 5) + c;
  y = rotl(y + select(z, v, w) + load<u32>(block, 40) + 0x7a6d76e9, 15) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + selectBack(d, e, a) + load<u32>(block, 8) + 0x8f1bbcdc, 12) + b;
  x = rotl(x + select(y, z, v) + load<u32>(block, 56) + 0x7a6d76e9, 8) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  store<u32>(LEFT, a, 0);
  store<u32>(LEFT, b, 4);
  store<u32>(LEFT, c, 8);
  store<u32>(LEFT, d, 12);
  store<u32>(LEFT, e, 16);
  store<u32>(RIGHT, v, 0);
  store<u32>(RIGHT, w, 4);
  store<u32>(RIGHT, x, 8);
  store<u32>(RIGHT, y, 12);
  store<u32>(RIGHT, z, 16);
}

function round5(block: usize): void {
  let a = load<u32>(LEFT, 0), b = load<u32>(LEFT, 4), c = load<u32>(LEFT, 8);
  let d = load<u32>(LEFT, 12), e = load<u32>(LEFT, 16);
  let v = load<u32>(RIGHT, 0), w = load<u32>(RIGHT, 4), x = load<u32>(RIGHT, 8);
  let y = load<u32>(RIGHT, 12), z = load<u32>(RIGHT, 16);
  b = rotl(b + notOr(c, d, e) + load<u32>(block, 16) + 0xa953fd4e, 9) + a;
  w = rotl(w + parity(x, y, z) + load<u32>(block, 48), 8) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + notOr(b, c, d) + load<u32>(block) + 0xa953fd4e, 15) + e;
  v = rotl(v + parity(w, x, y) + load<u32>(block, 60), 5) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + notOr(a, b, c) + load<u32>(block, 20) + 0xa953fd4e, 5) + d;
  z = rotl(z + parity(v, w, x) + load<u32>(block, 40), 12) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + notOr(e, a, b) + load<u32>(block, 36) + 0xa953fd4e, 11) + c;
  y = rotl(y + parity(z, v, w) + load<u32>(block, 16), 9) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + notOr(d, e, a) + load<u32>(block, 28) + 0xa953fd4e, 6) + b;
  x = rotl(x + parity(y, z, v) + load<u32>(block, 4), 12) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + notOr(c, d, e) + load<u32>(block, 48) + 0xa953fd4e, 8) + a;
  w = rotl(w + parity(x, y, z) + load<u32>(block, 20), 5) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + notOr(b, c, d) + load<u32>(block, 8) + 0xa953fd4e, 13) + e;
  v = rotl(v + parity(w, x, y) + load<u32>(block, 32), 14) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + notOr(a, b, c) + load<u32>(block, 40) + 0xa953fd4e, 12) + d;
  z = rotl(z + parity(v, w, x) + load<u32>(block, 28), 6) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + notOr(e, a, b) + load<u32>(block, 56) + 0xa953fd4e, 5) + c;
  y = rotl(y + parity(z, v, w) + load<u32>(block, 24), 8) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + notOr(d, e, a) + load<u32>(block, 4) + 0xa953fd4e, 12) + b;
  x = rotl(x + parity(y, z, v) + load<u32>(block, 8), 13) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + notOr(c, d, e) + load<u32>(block, 12) + 0xa953fd4e, 13) + a;
  w = rotl(w + parity(x, y, z) + load<u32>(block, 52), 6) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  a = rotl(a + notOr(b, c, d) + load<u32>(block, 32) + 0xa953fd4e, 14) + e;
  v = rotl(v + parity(w, x, y) + load<u32>(block, 56), 5) + z;
  c = rotl(c, 10);
  x = rotl(x, 10);
  e = rotl(e + notOr(a, b, c) + load<u32>(block, 44) + 0xa953fd4e, 11) + d;
  z = rotl(z + parity(v, w, x) + load<u32>(block), 15) + y;
  b = rotl(b, 10);
  w = rotl(w, 10);
  d = rotl(d + notOr(e, a, b) + load<u32>(block, 24) + 0xa953fd4e, 8) + c;
  y = rotl(y + parity(z, v, w) + load<u32>(block, 12), 13) + x;
  a = rotl(a, 10);
  v = rotl(v, 10);
  c = rotl(c + notOr(d, e, a) + load<u32>(block, 60) + 0xa953fd4e, 5) + b;
  x = rotl(x + parity(y, z, v) + load<u32>(block, 36), 11) + w;
  e = rotl(e, 10);
  z = rotl(z, 10);
  b = rotl(b + notOr(c, d, e) + load<u32>(block, 52) + 0xa953fd4e, 6) + a;
  w = rotl(w + parity(x, y, z) + load<u32>(block, 44), 11) + v;
  d = rotl(d, 10);
  y = rotl(y, 10);
  store<u32>(LEFT, a, 0);
  store<u32>(LEFT, b, 4);
  store<u32>(LEFT, c, 8);
  store<u32>(LEFT, d, 12);
  store<u32>(LEFT, e, 16);
  store<u32>(RIGHT, v, 0);
  store<u32>(RIGHT, w, 4);
  store<u32>(RIGHT, x, 8);
  store<u32>(RIGHT, y, 12);
  store<u32>(RIGHT, z, 16);
}

/** Takes one block, sixteen words with their least significant byte first, into the state. */
export function compress(state: usize, block: usize): void {
  copyState(LEFT, state);
  copyState(RIGHT, state);
  round1(block);
  round2(block);
  round3(block);
  round4(block);
  round5(block);
  const sum = load<u32>(state, 4) + load<u32>(LEFT, 8) + load<u32>(RIGHT, 12);
  store<u32>(state, load<u32>(state, 8) + load<u32>(LEFT, 12) + load<u32>(RIGHT, 16), 4);
  store<u32>(state, load<u32>(state, 12) + load<u32>(LEFT, 16) + load<u32>(RIGHT, 0), 8);
  store<u32>(state, load<u32>(state, 16) + load<u32>(LEFT, 0) + load<u32>(RIGHT, 4), 12);
  store<u32>(state, load<u32>(state, 0) + load<u32>(LEFT, 4) + load<u32>(RIGHT, 8), 16);
  store<u32>(state, sum, 0);
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
