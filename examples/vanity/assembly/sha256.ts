// SHA-256 (FIPS 180-4).

const ROUND_CONSTANTS = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const INITIAL = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);
const BLOCK = memory.data(64);
const WORK = memory.data(32);
const SCHEDULE = memory.data(64);
const STATE = memory.data(32);

/** Puts the initial eight words into a state. */
@inline
export function begin(state: usize): void {
  copyState(state, INITIAL);
}

@inline
function copyState(to: usize, from: usize): void {
  store<u64>(to, load<u64>(from));
  store<u64>(to, load<u64>(from, 8), 8);
  store<u64>(to, load<u64>(from, 16), 16);
  store<u64>(to, load<u64>(from, 24), 24);
}

/** The first half of a round: what is added to d and, with the second half, becomes the new a. */
@inline
function choose(e: u32, f: u32, g: u32): u32 {
  return (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + (g ^ (e & (f ^ g)));
}

@inline
function majority(a: u32, b: u32, c: u32): u32 {
  return (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) | (c & (a | b)));
}

@inline
function schedule(w: u32, w1: u32, w9: u32, w14: u32): u32 {
  return (
    w + (rotr(w1, 7) ^ rotr(w1, 18) ^ (w1 >> 3)) + w9 + (rotr(w14, 17) ^ rotr(w14, 19) ^ (w14 >> 10))
  );
}

/** Sixteen rounds, with sixteen words of the schedule and as many constants. */
function rounds(state: usize, w: usize, k: usize): void {
  let a = load<u32>(state, 0);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  let e = load<u32>(state, 16);
  let f = load<u32>(state, 20);
  let g = load<u32>(state, 24);
  let h = load<u32>(state, 28);
  h += choose(e, f, g) + load<u32>(k, 0) + load<u32>(w, 0);
  d += h;
  h += majority(a, b, c);
  g += choose(d, e, f) + load<u32>(k, 4) + load<u32>(w, 4);
  c += g;
  g += majority(h, a, b);
  f += choose(c, d, e) + load<u32>(k, 8) + load<u32>(w, 8);
  b += f;
  f += majority(g, h, a);
  e += choose(b, c, d) + load<u32>(k, 12) + load<u32>(w, 12);
  a += e;
  e += majority(f, g, h);
  d += choose(a, b, c) + load<u32>(k, 16) + load<u32>(w, 16);
  h += d;
  d += majority(e, f, g);
  c += choose(h, a, b) + load<u32>(k, 20) + load<u32>(w, 20);
  g += c;
  c += majority(d, e, f);
  b += choose(g, h, a) + load<u32>(k, 24) + load<u32>(w, 24);
  f += b;
  b += majority(c, d, e);
  a += choose(f, g, h) + load<u32>(k, 28) + load<u32>(w, 28);
  e += a;
  a += majority(b, c, d);
  h += choose(e, f, g) + load<u32>(k, 32) + load<u32>(w, 32);
  d += h;
  h += majority(a, b, c);
  g += choose(d, e, f) + load<u32>(k, 36) + load<u32>(w, 36);
  c += g;
  g += majority(h, a, b);
  f += choose(c, d, e) + load<u32>(k, 40) + load<u32>(w, 40);
  b += f;
  f += majority(g, h, a);
  e += choose(b, c, d) + load<u32>(k, 44) + load<u32>(w, 44);
  a += e;
  e += majority(f, g, h);
  d += choose(a, b, c) + load<u32>(k, 48) + load<u32>(w, 48);
  h += d;
  d += majority(e, f, g);
  c += choose(h, a, b) + load<u32>(k, 52) + load<u32>(w, 52);
  g += c;
  c += majority(d, e, f);
  b += choose(g, h, a) + load<u32>(k, 56) + load<u32>(w, 56);
  f += b;
  b += majority(c, d, e);
  a += choose(f, g, h) + load<u32>(k, 60) + load<u32>(w, 60);
  e += a;
  a += majority(b, c, d);
  store<u32>(state, a, 0);
  store<u32>(state, b, 4);
  store<u32>(state, c, 8);
  store<u32>(state, d, 12);
  store<u32>(state, e, 16);
  store<u32>(state, f, 20);
  store<u32>(state, g, 24);
  store<u32>(state, h, 28);
}

/** The next sixteen words of the schedule. */
function extend(next: usize, w: usize): void {
  let w0 = load<u32>(w, 0);
  let w1 = load<u32>(w, 4);
  let w2 = load<u32>(w, 8);
  let w3 = load<u32>(w, 12);
  let w4 = load<u32>(w, 16);
  let w5 = load<u32>(w, 20);
  let w6 = load<u32>(w, 24);
  let w7 = load<u32>(w, 28);
  let w8 = load<u32>(w, 32);
  let w9 = load<u32>(w, 36);
  let w10 = load<u32>(w, 40);
  let w11 = load<u32>(w, 44);
  let w12 = load<u32>(w, 48);
  let w13 = load<u32>(w, 52);
  let w14 = load<u32>(w, 56);
  let w15 = load<u32>(w, 60);
  w0 = schedule(w0, w1, w9, w14);
  store<u32>(next, w0, 0);
  w1 = schedule(w1, w2, w10, w15);
  store<u32>(next, w1, 4);
  w2 = schedule(w2, w3, w11, w0);
  store<u32>(next, w2, 8);
  w3 = schedule(w3, w4, w12, w1);
  store<u32>(next, w3, 12);
  w4 = schedule(w4, w5, w13, w2);
  store<u32>(next, w4, 16);
  w5 = schedule(w5, w6, w14, w3);
  store<u32>(next, w5, 20);
  w6 = schedule(w6, w7, w15, w4);
  store<u32>(next, w6, 24);
  w7 = schedule(w7, w8, w0, w5);
  store<u32>(next, w7, 28);
  w8 = schedule(w8, w9, w1, w6);
  store<u32>(next, w8, 32);
  w9 = schedule(w9, w10, w2, w7);
  store<u32>(next, w9, 36);
  w10 = schedule(w10, w11, w3, w8);
  store<u32>(next, w10, 40);
  w11 = schedule(w11, w12, w4, w9);
  store<u32>(next, w11, 44);
  w12 = schedule(w12, w13, w5, w10);
  store<u32>(next, w12, 48);
  w13 = schedule(w13, w14, w6, w11);
  store<u32>(next, w13, 52);
  w14 = schedule(w14, w15, w7, w12);
  store<u32>(next, w14, 56);
  w15 = schedule(w15, w0, w8, w13);
  store<u32>(next, w15, 60);
}

/** Takes one block, sixteen words with their most significant byte first, into the state. */
export function compress(state: usize, block: usize): void {
  copyState(WORK, state);
  rounds(WORK, block, ROUND_CONSTANTS);
  extend(SCHEDULE, block);
  rounds(WORK, SCHEDULE, ROUND_CONSTANTS + 64);
  extend(SCHEDULE, SCHEDULE);
  rounds(WORK, SCHEDULE, ROUND_CONSTANTS + 128);
  extend(SCHEDULE, SCHEDULE);
  rounds(WORK, SCHEDULE, ROUND_CONSTANTS + 192);
  addTo(state, 0);
  addTo(state, 8);
  addTo(state, 16);
  addTo(state, 24);
}

/** Adds two words of the work to the state. */
@inline
function addTo(state: usize, at: usize): void {
  const to = state + at;
  store<u32>(to, load<u32>(to) + load<u32>(WORK + at));
  store<u32>(to, load<u32>(to, 4) + load<u32>(WORK + at, 4), 4);
}

/** The digest of some bytes: 32 bytes at the target, which may overlap the bytes. */
export function sha256(target: usize, bytes: usize, length: usize): void {
  begin(STATE);
  let rest = length;
  for (; rest >= 64; rest -= 64) {
    takeBytes(bytes);
    bytes += 64;
  }
  memory.fill(BLOCK, 0, 64);
  for (let i: usize = 0; i < rest; i++) put(i, load<u8>(bytes + i));
  put(rest, 0x80);
  if (rest >= 56) {
    compress(STATE, BLOCK);
    memory.fill(BLOCK, 0, 64);
  }
  store<u32>(BLOCK, <u32>((<u64>length << 3) >> 32), 56);
  store<u32>(BLOCK, <u32>(length << 3), 60);
  compress(STATE, BLOCK);
  for (let i: usize = 0; i < 32; i += 4) store<u32>(target + i, bswap(load<u32>(STATE + i)));
}

/** Adds a byte to the block that is zero at its place. */
function put(place: usize, byte: u32): void {
  const at = BLOCK + (place & ~3);
  store<u32>(at, load<u32>(at) | (byte << (24 - ((<u32>place & 3) << 3))));
}

function takeBytes(bytes: usize): void {
  for (let i: usize = 0; i < 64; i += 4) store<u32>(BLOCK + i, bswap(load<u32>(bytes + i)));
  compress(STATE, BLOCK);
}
