// Base58Check, as Bitcoin writes it.

import { sha256 } from "./sha256";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const CHECKED = memory.data(48);
const CHECKSUM = memory.data(32);
const DIGITS = memory.data(64);

/** The value of a Base58 character, or -1. */
export function digitOf(character: u8): i32 {
  for (let i = 0; i < 58; i++) if (<u8>ALPHABET.charCodeAt(i) == character) return i;
  return -1;
}

/** Writes at most 38 bytes and the first four of their double SHA-256; returns the length. */
export function encodeChecked(target: usize, bytes: usize, length: i32): i32 {
  memory.copy(CHECKED, bytes, <usize>length);
  sha256(CHECKSUM, bytes, <usize>length);
  sha256(CHECKSUM, CHECKSUM, 32);
  memory.copy(CHECKED + <usize>length, CHECKSUM, 4);
  return encode(target, CHECKED, length + 4);
}

/** Writes at most 42 bytes in Base58, destroying them; returns the length. */
function encode(target: usize, bytes: usize, length: i32): i32 {
  let zeros = 0;
  while (zeros < length && load<u8>(bytes + <usize>zeros) == 0) zeros++;
  let digits = 0;
  let first = zeros;
  while (first < length) {
    let rest: u32 = 0;
    for (let i = first; i < length; i++) {
      const value = (rest << 8) | load<u8>(bytes + <usize>i);
      store<u8>(bytes + <usize>i, <u8>(value / 58));
      rest = value % 58;
    }
    store<u8>(DIGITS + <usize>(digits++), <u8>ALPHABET.charCodeAt(<i32>rest));
    while (first < length && load<u8>(bytes + <usize>first) == 0) first++;
  }
  memory.fill(target, <u8>ALPHABET.charCodeAt(0), <usize>zeros);
  for (let i = 0; i < digits; i++) {
    store<u8>(target + <usize>(zeros + i), load<u8>(DIGITS + <usize>(digits - 1 - i)));
  }
  return zeros + digits;
}
