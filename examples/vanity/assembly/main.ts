// vanity --seed <text> --index <task> --keys <keys per task> --pattern <prefix> [--compressed <bool>]
//
// Looks for private keys whose address begins as wished. A task's keys are
// [k0 + index * keys, k0 + (index + 1) * keys) with k0 = SHA-256(seed) mod (n - 2^64) + 1, so the tasks
// of a bag never overlap. Prints a line "<address> <private key>" for each key found, in ascending
// order. Exit code 0 whether something was found or not, 2 for a bad command line.

import { proc_exit } from "@assemblyscript/wasi-shim/assembly/bindings/wasi_snapshot_preview1";
import { setUp as setUpAddresses } from "./address";
import { argument, argumentCount, is, lengthOf, number, readArguments } from "./arguments";
import { setUp as setUpCurve } from "./curve";
import { complain, flush } from "./output";
import { compile, IMPOSSIBLE, NOT_BASE58, NOT_FIRST_ONE } from "./pattern";
import { addSmall, readScalar, reduceHash, SCALAR } from "./scalar";
import { lookFor, search } from "./search";
import { sha256 } from "./sha256";

const EXIT_USAGE: u32 = 2;
const SEED_BYTES_MAX: i32 = 1024;
const INDEX_MAX: i64 = 0x7fffffff;
const KEYS_MAX: i64 = 0xffffffff; // (index + 1) * keys stays below 2^64
const USAGE =
  "usage: vanity --seed <text> --index <n> --keys <n> --pattern <prefix> [--compressed true|false]";

const FIRST = memory.data(<i32>SCALAR);
const HASHED_SEED = memory.data(32);

let seed: usize = 0;
let index: i64 = -1;
let keys: i64 = -1;
let pattern: usize = 0;
let compressed: bool = true;

function refuse(message: string): void {
  complain(message);
  complain(USAGE);
  proc_exit(EXIT_USAGE);
}

function takeOption(name: usize, value: usize): void {
  if (is(name, "--seed")) {
    seed = value;
    const length = lengthOf(value);
    if (length < 1 || length > SEED_BYTES_MAX) refuse("--seed: 1 to 1024 bytes of text");
  } else if (is(name, "--index")) {
    index = number(value, INDEX_MAX);
    if (index < 0) refuse("--index: a whole number from 0 to 2147483647");
  } else if (is(name, "--keys")) {
    keys = number(value, KEYS_MAX);
    if (keys < 1) refuse("--keys: a whole number from 1 to 4294967295");
  } else if (is(name, "--pattern")) {
    pattern = value;
  } else if (is(name, "--compressed")) {
    compressed = is(value, "true");
    if (!compressed && !is(value, "false")) refuse("--compressed: true or false");
  } else {
    refuse("an option is unknown: use --seed, --index, --keys, --pattern, --compressed");
  }
}

function takeArguments(): void {
  if (!readArguments()) refuse("the command line is too long: at most 31 arguments and 65536 bytes");
  const count = argumentCount();
  for (let i = 1; i < count; i += 2) {
    if (i + 1 == count) refuse("the last option has no value");
    takeOption(argument(i), argument(i + 1));
  }
  if (seed == 0) refuse("--seed is missing");
  if (index < 0) refuse("--index is missing");
  if (keys < 0) refuse("--keys is missing");
  if (pattern == 0) refuse("--pattern is missing");
}

function takePattern(): void {
  const verdict = compile(pattern, lengthOf(pattern));
  if (verdict == NOT_BASE58) {
    refuse("--pattern: only characters of Base58, which leaves out 0, O, I and l");
  }
  if (verdict == NOT_FIRST_ONE) refuse("--pattern: must begin with 1, as every address does");
  if (verdict == IMPOSSIBLE) refuse("--pattern: no address begins so; try a shorter prefix");
  lookFor(pattern, lengthOf(pattern), compressed);
}

takeArguments();
takePattern();
setUpCurve();
setUpAddresses();
sha256(HASHED_SEED, seed, <usize>lengthOf(seed));
readScalar(FIRST, HASHED_SEED);
reduceHash(FIRST);
addSmall(FIRST, FIRST, 1 + <u64>index * <u64>keys);
search(FIRST, <u64>keys);
flush();
