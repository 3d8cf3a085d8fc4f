// The search itself: every key of a range, in ascending order.

import { HASH, hashPoint, writeAddress, writeWif } from "./address";
import { write } from "./output";
import { mayMatch, PATTERN_MAX } from "./pattern";
import { addSmall, SCALAR } from "./scalar";
import { advance, groupSize, prepare, startAt, visit, VISITED } from "./walk";

const HASHED = memory.data(<i32>HASH);
const FOUND = memory.data(<i32>SCALAR);
const LINE = memory.data(96);

let pattern: usize = 0;
let patternLength: i32 = 0;
let compressed: bool = true;

/** Sets what to look for: a prefix that `compile` found possible, and the form of the public keys. */
export function lookFor(prefix: usize, length: i32, compressedKeys: bool): void {
  pattern = prefix;
  patternLength = length;
  compressed = compressedKeys;
}

/** Writes a line for each key of [first, first + keys) whose address matches. */
export function search(first: usize, keys: u64): void {
  prepare(keys);
  startAt(first);
  for (let done: u64 = 0; done < keys; ) {
    const count = <i32>min<u64>(keys - done, <u64>groupSize());
    searchGroup(first, done, count);
    done += <u64>count;
    if (done < keys) advance();
  }
}

function searchGroup(first: usize, done: u64, count: i32): void {
  for (let place = 0; place < count; place++) {
    visit(place);
    hashPoint(HASHED, VISITED, compressed);
    if (mayMatch(bswap(load<u64>(HASHED)))) reportIfMatch(first, done + <u64>place);
  }
}

function reportIfMatch(first: usize, offset: u64): void {
  let length = writeAddress(LINE, HASHED);
  if (length < patternLength || patternLength > PATTERN_MAX) return;
  if (memory.compare(LINE, pattern, <usize>patternLength) != 0) return;
  store<u8>(LINE + <usize>(length++), 0x20);
  addSmall(FOUND, first, offset);
  length += writeWif(LINE + <usize>length, FOUND, compressed);
  store<u8>(LINE + <usize>(length++), 0x0a);
  write(LINE, length);
}
