// Writing to the streams of a WASI command.

import { fd_write, proc_exit } from "@assemblyscript/wasi-shim/assembly/bindings/wasi_snapshot_preview1";

const STDOUT: u32 = 1;
const STDERR: u32 = 2;
const EXIT_CANNOT_WRITE: u32 = 1;
const CAPACITY: i32 = 16384;
const BUFFER = memory.data(CAPACITY);
const VECTOR = memory.data(8);
const WRITTEN = memory.data(4);

let used: i32 = 0;

/** Adds some bytes, at most a line, to the result. */
export function write(bytes: usize, length: i32): void {
  if (used + length > CAPACITY) flush();
  memory.copy(BUFFER + <usize>used, bytes, <usize>length);
  used += length;
}

/** Hands over what was written. A stream that refuses ends the command: half a result is none. */
export function flush(): void {
  if (!writeAll(STDOUT, BUFFER, used)) proc_exit(EXIT_CANNOT_WRITE);
  used = 0;
}

/** Writes a message, a line of ASCII, to the error stream. */
export function complain(message: string): void {
  const length = min(message.length, CAPACITY - 1);
  for (let i = 0; i < length; i++) store<u8>(BUFFER + <usize>i, <u8>message.charCodeAt(i));
  store<u8>(BUFFER + <usize>length, 0x0a);
  writeAll(STDERR, BUFFER, length + 1);
}

function writeAll(stream: u32, bytes: usize, length: i32): bool {
  while (length > 0) {
    store<u32>(VECTOR, <u32>bytes);
    store<u32>(VECTOR, <u32>length, 4);
    if (fd_write(stream, VECTOR, 1, WRITTEN) != 0) return false;
    const written = load<i32>(WRITTEN);
    if (written <= 0) return false;
    bytes += <usize>written;
    length -= written;
  }
  return true;
}
