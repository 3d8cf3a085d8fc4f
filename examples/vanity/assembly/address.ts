// From a point to its address, from a scalar to its wallet import format.

import { encodeChecked } from "./base58";
import { normalize, word } from "./field";
import { ELEMENT } from "./product";
import { begin as beginRipemd, compress as compressRipemd } from "./ripemd160";
import { SCALAR, writeScalar } from "./scalar";
import { begin as beginSha, compress as compressSha } from "./sha256";

/** Bytes of a hash of a public key. */
export const HASH: usize = 20;

const BLOCK = memory.data(128);
const DIGEST = memory.data(32);
const RIPEMD_BLOCK = memory.data(64);
const PAYLOAD = memory.data(40);

/** Must run before anything else here: the padding of the second hash never changes. */
export function setUp(): void {
  memory.fill(RIPEMD_BLOCK, 0, 64);
  store<u32>(RIPEMD_BLOCK, 0x80, 32);
  store<u32>(RIPEMD_BLOCK, 256, 56);
}

/** The hash of a point's public key: RIPEMD-160 of SHA-256. Leaves the point in canonical form. */
@inline
export function hashPoint(hash: usize, point: usize, compressed: bool): void {
  normalize(point);
  normalize(point + ELEMENT);
  beginSha(DIGEST);
  if (compressed) compressedKey(point);
  else uncompressedKey(point);
  for (let i: usize = 0; i < 32; i += 4) {
    store<u32>(RIPEMD_BLOCK + i, bswap(load<u32>(DIGEST + i)));
  }
  beginRipemd(hash);
  compressRipemd(hash, RIPEMD_BLOCK);
}

/** 33 bytes: 2 or 3 by the parity of y, then x. */
function compressedKey(point: usize): void {
  const last = shiftIn(BLOCK, 2 | (<u32>load<i64>(point, ELEMENT) & 1), point);
  store<u32>(BLOCK, (last << 24) | 0x800000, 32);
  store<u32>(BLOCK, 0, 36);
  store<u64>(BLOCK, 0, 40);
  store<u64>(BLOCK, 0, 48);
  store<u32>(BLOCK, 0, 56);
  store<u32>(BLOCK, 33 * 8, 60);
  compressSha(DIGEST, BLOCK);
}

/** 65 bytes: 4, x and y. */
function uncompressedKey(point: usize): void {
  const middle = shiftIn(BLOCK, 4, point);
  const last = shiftIn(BLOCK + 32, middle, point + ELEMENT);
  store<u32>(BLOCK, (last << 24) | 0x800000, 64);
  memory.fill(BLOCK + 68, 0, 56);
  store<u32>(BLOCK, 65 * 8, 124);
  compressSha(DIGEST, BLOCK);
  compressSha(DIGEST, BLOCK + 64);
}

/** Writes the eight words of an element one byte later, after a first byte; returns the last word. */
function shiftIn(target: usize, first: u32, element: usize): u32 {
  const w0 = word(element, 0);
  const w1 = word(element, 1);
  const w2 = word(element, 2);
  const w3 = word(element, 3);
  const w4 = word(element, 4);
  const w5 = word(element, 5);
  const w6 = word(element, 6);
  const w7 = word(element, 7);
  store<u32>(target, (first << 24) | (w0 >> 8), 0);
  store<u32>(target, (w0 << 24) | (w1 >> 8), 4);
  store<u32>(target, (w1 << 24) | (w2 >> 8), 8);
  store<u32>(target, (w2 << 24) | (w3 >> 8), 12);
  store<u32>(target, (w3 << 24) | (w4 >> 8), 16);
  store<u32>(target, (w4 << 24) | (w5 >> 8), 20);
  store<u32>(target, (w5 << 24) | (w6 >> 8), 24);
  store<u32>(target, (w6 << 24) | (w7 >> 8), 28);
  return w7;
}

/** Writes the address of a public key's hash; returns its length, at most 34. */
export function writeAddress(target: usize, hash: usize): i32 {
  store<u8>(PAYLOAD, 0);
  memory.copy(PAYLOAD + 1, hash, HASH);
  return encodeChecked(target, PAYLOAD, 1 + <i32>HASH);
}

/** Writes a private key in wallet import format; returns its length, at most 52. */
export function writeWif(target: usize, scalar: usize, compressed: bool): i32 {
  store<u8>(PAYLOAD, 0x80);
  writeScalar(PAYLOAD + 1, scalar);
  store<u8>(PAYLOAD + 1 + SCALAR, 1);
  return encodeChecked(target, PAYLOAD, 1 + <i32>SCALAR + i32(compressed));
}
