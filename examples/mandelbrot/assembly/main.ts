// mandelbrot --index <task> --rows <rows of a task> --width <columns> --height <rows of all tasks>
//
// Draws rows [index * rows, (index + 1) * rows) of the Mandelbrot set, a line of characters each. With
// GRIDBOURSE_UNITS=0,3,17 in its environment it draws only those rows of the task, and nothing for one that the
// task has not: so a server can compute a sample of a result again. Exit code 2 for a bad command line.

import { proc_exit } from "@assemblyscript/wasi-shim/assembly/bindings/wasi_snapshot_preview1";
import { argument, argumentCount, is, number, readArguments } from "../../vanity/assembly/arguments";
import { complain, flush, write } from "../../vanity/assembly/output";
import { areSome, nextUnit, readUnits } from "./units";

const EXIT_USAGE: u32 = 2;
const INDEX_MAX: i64 = 0x7fffffff;
const WIDTH_MAX: i64 = 4096;
const HEIGHT_MAX: i64 = 0x7fffffff;
const DEPTH: i32 = 2000;
const SYMBOLS = "0123456789abcdefghijklmnopqrstuvwxyz";
const USAGE = "usage: mandelbrot --index <n> --rows <n> --width <n> --height <n>";
const LINE = memory.data(4097);

let index: i64 = -1;
let rows: i64 = -1;
let width: i64 = -1;
let height: i64 = -1;

function refuse(message: string): void {
  complain(message);
  complain(USAGE);
  proc_exit(EXIT_USAGE);
}

function takeOption(name: usize, value: usize): void {
  if (is(name, "--index")) index = number(value, INDEX_MAX);
  else if (is(name, "--rows")) rows = number(value, HEIGHT_MAX);
  else if (is(name, "--width")) width = number(value, WIDTH_MAX);
  else if (is(name, "--height")) height = number(value, HEIGHT_MAX);
  else refuse("an option is unknown: use --index, --rows, --width, --height");
}

function takeArguments(): void {
  if (!readArguments()) refuse("the command line is too long");
  const count = argumentCount();
  for (let i = 1; i + 1 < count; i += 2) takeOption(argument(i), argument(i + 1));
  if (index < 0) refuse("--index: a whole number from 0 to 2147483647");
  if (rows < 1) refuse("--rows: a whole number from 1 to 2147483647");
  if (width < 1) refuse("--width: a whole number from 1 to 4096");
  if (height < 1) refuse("--height: a whole number from 1 to 2147483647");
}

/** How many steps a point takes to leave, at most DEPTH. */
function steps(x: f64, y: f64): i32 {
  let a: f64 = 0;
  let b: f64 = 0;
  let n = 0;
  for (; n < DEPTH && a * a + b * b <= 4; n++) {
    const next = a * a - b * b + x;
    b = 2 * a * b + y;
    a = next;
  }
  return n;
}

function draw(row: i64): void {
  const y = ((<f64>row + 0.5) / <f64>height) * 2.5 - 1.25;
  for (let column: i32 = 0; column < <i32>width; column++) {
    const n = steps(((<f64>column + 0.5) / <f64>width) * 3 - 2.25, y);
    const symbol = n == DEPTH ? 0x40 : SYMBOLS.charCodeAt(n % SYMBOLS.length);
    store<u8>(LINE + <usize>column, <u8>symbol);
  }
  store<u8>(LINE + <usize>width, 0x0a);
  write(LINE, <i32>width + 1);
}

takeArguments();
if (!readUnits()) refuse("the environment cannot be read");
const first = index * rows;
if (areSome()) {
  for (let unit = nextUnit(); unit >= 0; unit = nextUnit()) {
    if (unit < rows) draw(first + unit);
  }
} else {
  for (let row: i64 = 0; row < rows; row++) draw(first + row);
}
flush();
