// Which rows of the task are wanted: all, or those that GRIDBOURSE_UNITS names, such as 0,3,17.

import { environ_get, environ_sizes_get } from "@assemblyscript/wasi-shim/assembly/bindings/wasi_snapshot_preview1";

const NAME = "GRIDBOURSE_UNITS=";
const SIZES = memory.data(8);
/** Longer numbers are of no row. */
const NUMBER_MAX: i64 = 0xffffffff;

let list: usize = 0;

/** Looks for the variable. False if the environment cannot be read. */
export function readUnits(): bool {
  if (environ_sizes_get(SIZES, SIZES + 4) != 0) return false;
  const count = load<i32>(SIZES);
  const pointers = heap.alloc(<usize>(4 * count + load<i32>(SIZES, 4)));
  if (environ_get(pointers, pointers + <usize>(4 * count)) != 0) return false;
  for (let i = 0; i < count; i++) {
    const variable = <usize>load<u32>(pointers + (<usize>i << 2));
    if (begins(variable)) list = variable + <usize>NAME.length;
  }
  return true;
}

function begins(text: usize): bool {
  for (let i = 0; i < NAME.length; i++) {
    if (load<u8>(text + <usize>i) != <u8>NAME.charCodeAt(i)) return false;
  }
  return true;
}

/** Whether only some rows are wanted. */
export function areSome(): bool {
  return list != 0;
}

/** The next row that is wanted; -1 after the last. */
export function nextUnit(): i64 {
  if (load<u8>(list) == 0) return -1;
  let unit: i64 = 0;
  for (; load<u8>(list) != 0 && load<u8>(list) != 0x2c; list++) {
    unit = min(NUMBER_MAX, unit * 10 + (<i64>load<u8>(list) - 0x30));
  }
  if (load<u8>(list) == 0x2c) list++;
  return unit;
}
