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
  let above: u32 = 2 | (<u32>load<i64>(point, ELEMENT) & 1);
  for (let i: i32 = 0; i < 8; i++) {
    const x = word(point, i);
    store<u32>(BLOCK + (<usize>i << 2), (above << 24) | (x >> 8));
    above = x;
  }
  store<u32>(BLOCK, (above << 24) | 0x800000, 32);
  memory.fill(BLOCK + 36, 0, 24);
  store<u32>(BLOCK, 33 * 8, 60);
  compressSha(DIGEST, BLOCK);
}

/** 65 bytes: 4, x and y. */
function uncompressedKey(point: usize): void {
  let above: u32 = 4;
  for (let i: i32 = 0; i < 16; i++) {
    const w = i < 8 ? word(point, i) : word(point + ELEMENT, i - 8);
    store<u32>(BLOCK + (<usize>i << 2), (above << 24) | (w >> 8));
    above = w;
  }
  store<u32>(BLOCK, (above << 24) | 0x800000, 64);
  memory.fill(BLOCK + 68, 0, 56);
  store<u32>(BLOCK, 65 * 8, 124);
  compressSha(DIGEST, BLOCK);
  compressSha(DIGEST, BLOCK + 64);
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
