// The parts of the vanity application, one by one, for its tests.

import { hashPoint, setUp as setUpAddresses, writeAddress, writeWif } from "../../../vanity/assembly/address";
import { multiplyGenerator, POINT, setUp as setUpCurve } from "../../../vanity/assembly/curve";
import { fromBytes, invert, normalize, sub, word } from "../../../vanity/assembly/field";
import { compile } from "../../../vanity/assembly/pattern";
import { ELEMENT, mul, sqr } from "../../../vanity/assembly/product";
import { ripemd160 as ripemd } from "../../../vanity/assembly/ripemd160";
import { readScalar, reduceHash, SCALAR, writeScalar } from "../../../vanity/assembly/scalar";
import { sha256 as sha } from "../../../vanity/assembly/sha256";
import { advance, groupSize, prepare, startAt, visit, VISITED } from "../../../vanity/assembly/walk";

const KEY = memory.data(<i32>SCALAR);
const AT = memory.data(<i32>POINT);
const HASHED = memory.data(32);
const A = memory.data(<i32>ELEMENT);
const B = memory.data(<i32>ELEMENT);

setUpCurve();
setUpAddresses();

/** Room for so many bytes. */
export function allocate(size: u32): usize {
  return heap.alloc(size);
}

export function sha256(target: usize, bytes: usize, length: u32): void {
  sha(target, bytes, length);
}

export function ripemd160(target: usize, bytes: usize, length: u32): void {
  ripemd(target, bytes, length);
}

function writeElement(target: usize, element: usize): void {
  for (let i = 0; i < 8; i++) store<u32>(target + (<usize>i << 2), bswap(word(element, i)));
}

/** operation: 0 a * b, 1 a - b, 2 a * a, 3 1 / a; numbers of 32 bytes. */
export function field(operation: i32, target: usize, a: usize, b: usize): void {
  fromBytes(A, a);
  fromBytes(B, b);
  if (operation == 0) mul(A, A, B);
  else if (operation == 1) sub(A, A, B);
  else if (operation == 2) sqr(A, A);
  else invert(A, A);
  normalize(A);
  writeElement(target, A);
}

/** The public point of a key of 32 bytes: x and y. */
export function point(target: usize, key: usize): void {
  readScalar(KEY, key);
  multiplyGenerator(AT, KEY);
  writeElement(target, AT);
  writeElement(target + 32, AT + ELEMENT);
}

export function address(target: usize, key: usize, compressed: i32): i32 {
  readScalar(KEY, key);
  multiplyGenerator(AT, KEY);
  hashPoint(HASHED, AT, compressed != 0);
  return writeAddress(target, HASHED);
}

export function wif(target: usize, key: usize, compressed: i32): i32 {
  readScalar(KEY, key);
  return writeWif(target, KEY, compressed != 0);
}

/** The hashes of the public keys of a range, 20 bytes each, as the search walks it. */
export function walk(target: usize, key: usize, keys: i32, compressed: i32): void {
  readScalar(KEY, key);
  prepare(keys);
  startAt(KEY);
  for (let done = 0; done < keys; ) {
    const count = min(keys - done, groupSize());
    for (let place = 0; place < count; place++) {
      visit(place);
      hashPoint(target, VISITED, compressed != 0);
      target += 20;
    }
    done += count;
    if (done < keys) advance();
  }
}

/** What `compile` says of a pattern. */
export function pattern(bytes: usize, length: i32): i32 {
  return compile(bytes, length);
}

/** A hash modulo n - 2^64, in place. */
export function reduce(hash: usize): void {
  readScalar(KEY, hash);
  reduceHash(KEY);
  writeScalar(hash, KEY);
}
