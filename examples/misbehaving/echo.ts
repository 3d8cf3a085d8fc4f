// Well-behaved, for comparison: prints its arguments, a line each, then a line with the variable
// GRIDBOURSE_TASK_INDEX of its environment, if there is one.

import {
  args_get,
  args_sizes_get,
  environ_get,
  environ_sizes_get,
  fd_write,
  proc_exit,
} from "@assemblyscript/wasi-shim/assembly/bindings/wasi_snapshot_preview1";

const VARIABLE = "GRIDBOURSE_TASK_INDEX=";
const SIZES = memory.data(8);
const VECTOR = memory.data(8);
const WRITTEN = memory.data(4);

function lengthOf(text: usize): i32 {
  let length = 0;
  while (load<u8>(text + <usize>length) != 0) length++;
  return length;
}

function isVariable(text: usize): bool {
  for (let i = 0; i < VARIABLE.length; i++) {
    if (load<u8>(text + <usize>i) != <u8>VARIABLE.charCodeAt(i)) return false;
  }
  return true;
}

/** Writes a text with a line's end in place of its final zero. */
function writeLine(text: usize): void {
  let rest = lengthOf(text) + 1;
  store<u8>(text + <usize>(rest - 1), 0x0a);
  while (rest > 0) {
    store<u32>(VECTOR, <u32>text);
    store<u32>(VECTOR, <u32>rest, 4);
    if (fd_write(1, VECTOR, 1, WRITTEN) != 0) proc_exit(1);
    text += load<u32>(WRITTEN);
    rest -= load<i32>(WRITTEN);
  }
}

args_sizes_get(SIZES, SIZES + 4);
const count = load<i32>(SIZES);
const pointers = heap.alloc(<usize>(count << 2));
args_get(pointers, heap.alloc(<usize>load<u32>(SIZES, 4)));
for (let i = 0; i < count; i++) writeLine(load<u32>(pointers + (<usize>i << 2)));

environ_sizes_get(SIZES, SIZES + 4);
const variables = load<i32>(SIZES);
const places = heap.alloc(<usize>(variables << 2));
environ_get(places, heap.alloc(<usize>load<u32>(SIZES, 4)));
for (let i = 0; i < variables; i++) {
  const text = load<u32>(places + (<usize>i << 2));
  if (isVariable(text)) writeLine(text);
}
