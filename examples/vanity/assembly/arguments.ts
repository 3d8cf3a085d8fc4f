// The command line, as bytes.

import { args_get, args_sizes_get } from "@assemblyscript/wasi-shim/assembly/bindings/wasi_snapshot_preview1";

/** Arguments, with the command's name, at most. */
const COUNT_MAX: i32 = 32;
/** Bytes of all arguments, at most. */
const BYTES_MAX: i32 = 65536;

const SIZES = memory.data(8);
const POINTERS = memory.data(4 * COUNT_MAX);

let count: i32 = 0;

/** Reads the command line. False if there is none or it is too long. */
export function readArguments(): bool {
  if (args_sizes_get(SIZES, SIZES + 4) != 0) return false;
  count = load<i32>(SIZES);
  const bytes = load<i32>(SIZES, 4);
  if (count > COUNT_MAX || bytes > BYTES_MAX) return false;
  return args_get(POINTERS, heap.alloc(<usize>bytes)) == 0;
}

/** How many arguments there are, with the command's name. */
export function argumentCount(): i32 {
  return count;
}

/** The bytes of an argument. */
export function argument(i: i32): usize {
  return load<u32>(POINTERS + (<usize>i << 2));
}

/** The length of an argument in bytes. */
export function lengthOf(bytes: usize): i32 {
  let length = 0;
  while (load<u8>(bytes + <usize>length) != 0) length++;
  return length;
}

/** Whether an argument is this ASCII text. */
export function is(bytes: usize, text: string): bool {
  const length = text.length;
  for (let i = 0; i < length; i++) {
    if (load<u8>(bytes + <usize>i) != <u8>text.charCodeAt(i)) return false;
  }
  return load<u8>(bytes + <usize>length) == 0;
}

/** An argument's value if it is a decimal number up to a limit, or -1. */
export function number(bytes: usize, limit: i64): i64 {
  const length = lengthOf(bytes);
  if (length == 0 || length > 12) return -1;
  let value: i64 = 0;
  for (let i = 0; i < length; i++) {
    const digit = <i64>load<u8>(bytes + <usize>i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= limit ? value : -1;
}
