// chess --position <FEN> [--move <e2e4>] [--form text|abi] [--perft <depth>]
//
// Plays the move, if there is one, and says what became of it: ILLEGAL (the position or the move), PLAYING, CHECK,
// CHECKMATE or STALEMATE, and the position. As text a line "<verdict> <FEN>"; as ABI the bytes that a contract decodes
// as (uint8 verdict, string fen), with verdicts counted from 0. With --perft, the number of games of so many
// half-moves, by which generators of moves are compared. Parts of a position may be parted by underscores instead of
// spaces, and are when it is written. Exit code 0 whatever the verdict, 2 for a bad command line.

import { proc_exit } from "@assemblyscript/wasi-shim/assembly/bindings/wasi_snapshot_preview1";
import { argument, argumentCount, is, lengthOf, number, readArguments } from "../../vanity/assembly/arguments";
import { complain, flush, write } from "../../vanity/assembly/output";
import { canMove, DEPTH_MAX, perft, play } from "./moves";
import { FEN_BYTES_MAX, NO_MOVE, readMove, readPosition, writePosition } from "./notation";
import { isInCheck, POSITION, sideOf } from "./position";

const EXIT_USAGE: u32 = 2;
const USAGE = "usage: chess --position <FEN> [--move <e2e4>] [--form text|abi] [--perft <depth>]";

const ILLEGAL: i32 = 0;
const PLAYING: i32 = 1;
const CHECK: i32 = 2;
const CHECKMATE: i32 = 3;
const STALEMATE: i32 = 4;

const WORD: i32 = 32;
const GIVEN = memory.data(POSITION);
const PLAYED = memory.data(POSITION);
const FEN = memory.data(FEN_BYTES_MAX);
const ENCODED = memory.data(3 * WORD + 128);
const DIGITS = memory.data(24);

let text: usize = 0;
let moveText: usize = 0;
let depth: i64 = -1;
let abi: bool = false;

function refuse(message: string): void {
  complain(message);
  complain(USAGE);
  proc_exit(EXIT_USAGE);
}

function takeOption(name: usize, value: usize): void {
  if (is(name, "--position")) {
    text = value;
  } else if (is(name, "--move")) {
    moveText = value;
  } else if (is(name, "--form")) {
    abi = is(value, "abi");
    if (!abi && !is(value, "text")) refuse("--form: text or abi");
  } else if (is(name, "--perft")) {
    depth = number(value, DEPTH_MAX);
    if (depth < 0) refuse("--perft: a whole number from 0 to 8");
  } else {
    refuse("an option is unknown: use --position, --move, --form, --perft");
  }
}

function takeArguments(): void {
  if (!readArguments()) refuse("the command line is too long: at most 31 arguments and 65536 bytes");
  const count = argumentCount();
  for (let i = 1; i < count; i += 2) {
    if (i + 1 == count) refuse("the last option has no value");
    takeOption(argument(i), argument(i + 1));
  }
  if (text == 0) refuse("--position is missing");
  if (depth >= 0 && (moveText != 0 || abi)) refuse("--perft goes with --position alone");
}

/** The verdict on the position after the move; it is left in PLAYED. */
function judge(): i32 {
  if (!readPosition(text, lengthOf(text), GIVEN)) return ILLEGAL;
  if (moveText == 0) {
    memory.copy(PLAYED, GIVEN, POSITION);
  } else {
    const move = readMove(moveText, lengthOf(moveText));
    if (move == NO_MOVE || !play(GIVEN, move, PLAYED)) return ILLEGAL;
  }
  const inCheck = isInCheck(PLAYED, sideOf(PLAYED));
  if (canMove(PLAYED)) return inCheck ? CHECK : PLAYING;
  return inCheck ? CHECKMATE : STALEMATE;
}

function say(word: string): void {
  for (let i = 0; i < word.length; i++) store<u8>(ENCODED + <usize>i, <u8>word.charCodeAt(i));
  write(ENCODED, word.length);
}

function sayVerdict(verdict: i32): void {
  if (verdict == ILLEGAL) say("ILLEGAL");
  else if (verdict == PLAYING) say("PLAYING");
  else if (verdict == CHECK) say("CHECK");
  else if (verdict == CHECKMATE) say("CHECKMATE");
  else say("STALEMATE");
}

/** (uint8, string): the verdict, where the string begins, its length, its bytes filled up to whole words. */
function sayAbi(verdict: i32, length: i32): void {
  const padded = ((length + WORD - 1) / WORD) * WORD;
  memory.fill(ENCODED, 0, <usize>(3 * WORD + padded));
  store<u8>(ENCODED + <usize>(WORD - 1), <u8>verdict);
  store<u8>(ENCODED + <usize>(2 * WORD - 1), <u8>(2 * WORD));
  store<u8>(ENCODED + <usize>(3 * WORD - 1), <u8>length);
  memory.copy(ENCODED + <usize>(3 * WORD), FEN, <usize>length);
  write(ENCODED, 3 * WORD + padded);
}

function sayNumber(value: u64): void {
  let at = 24;
  do {
    at--;
    store<u8>(DIGITS + <usize>at, <u8>(0x30 + value % 10));
    value /= 10;
  } while (value > 0);
  write(DIGITS + <usize>at, 24 - at);
}

takeArguments();
if (depth >= 0) {
  if (!readPosition(text, lengthOf(text), GIVEN)) refuse("--position: no position in Forsyth-Edwards notation");
  sayNumber(perft(GIVEN, <i32>depth));
  say("\n");
} else {
  const verdict = judge();
  const length = verdict == ILLEGAL ? 0 : writePosition(PLAYED, FEN);
  if (abi) {
    sayAbi(verdict, length);
  } else {
    sayVerdict(verdict);
    say(" ");
    write(FEN, length);
    say("\n");
  }
}
flush();
