// The moves of a position. A move is a word: from, to, and what a pawn becomes, 8 bits each.

import {
  BISHOP,
  BLACK,
  BLACK_LONG,
  BLACK_SHORT,
  CASTLING,
  DIRECTIONS,
  FULL_MOVES,
  HALF_MOVES,
  isAttacked,
  isInCheck,
  isOnBoard,
  KIND,
  KING,
  KNIGHT,
  knightStep,
  lineStep,
  NONE,
  NOWHERE,
  PASSANT,
  PAWN,
  pieceAt,
  placeKing,
  POSITION,
  put,
  QUEEN,
  ROOK,
  SIDE,
  sideOf,
  STRAIGHT,
  WHITE,
  WHITE_LONG,
  WHITE_SHORT,
} from "./position";

/** No position has more; 218 is the known maximum. */
const MOVES_MAX: i32 = 256;
/** How deep a search may go. */
export const DEPTH_MAX: i32 = 8;

const LISTS = memory.data(4 * MOVES_MAX * (DEPTH_MAX + 1));
const BOARDS = memory.data(POSITION * (DEPTH_MAX + 1));

let list: usize = 0;
let length: i32 = 0;

// @ts-ignore: decorator
@inline
export function move(from: i32, to: i32, becomes: u8): u32 {
  return <u32>from | (<u32>to << 8) | (<u32>becomes << 16);
}

function add(from: i32, to: i32, becomes: u8): void {
  store<u32>(list + (<usize>length << 2), move(from, to, becomes));
  length++;
}

/** How many games of so many half-moves there are; the positions' own moves at depth 1. */
export function perft(position: usize, depth: i32): u64 {
  if (depth == 0) return 1;
  const moves = LISTS + <usize>(4 * MOVES_MAX * depth);
  const next = BOARDS + <usize>(POSITION * depth);
  const count = listMoves(position, moves);
  let games: u64 = 0;
  for (let i = 0; i < count; i++) {
    if (tryMove(position, load<u32>(moves + (<usize>i << 2)), next)) games += perft(next, depth - 1);
  }
  return games;
}

/** Whether the side to move has a move at all. */
export function canMove(position: usize): bool {
  const count = listMoves(position, LISTS);
  for (let i = 0; i < count; i++) {
    if (tryMove(position, load<u32>(LISTS + (<usize>i << 2)), BOARDS)) return true;
  }
  return false;
}

/** Plays a move if it is legal; the new position is written to `next`. */
export function play(position: usize, wanted: u32, next: usize): bool {
  const count = listMoves(position, LISTS);
  for (let i = 0; i < count; i++) {
    if (load<u32>(LISTS + (<usize>i << 2)) == wanted) return tryMove(position, wanted, next);
  }
  return false;
}

/** Makes a move that pieces can make; false if it leaves the own king in check. */
function tryMove(position: usize, made: u32, next: usize): bool {
  memory.copy(next, position, POSITION);
  makeMove(next, <i32>(made & 0xff), <i32>((made >> 8) & 0xff), <u8>(made >> 16));
  return !isInCheck(next, sideOf(position));
}

function makeMove(position: usize, from: i32, to: i32, becomes: u8): void {
  const side = sideOf(position);
  const piece = pieceAt(position, from);
  const kind = piece & KIND;
  const taken = pieceAt(position, to);
  const forward = side == WHITE ? 16 : -16;
  let passant = NOWHERE;
  put(position, from, NONE);
  put(position, to, becomes == NONE ? piece : becomes | side);
  if (kind == PAWN) {
    if (to == <i32>load<u8>(position, PASSANT)) put(position, to - forward, NONE);
    if (to - from == 2 * forward) passant = from + forward;
  } else if (kind == KING) {
    placeKing(position, side, to);
    if (to - from == 2) {
      put(position, from + 3, NONE);
      put(position, from + 1, ROOK | side);
    } else if (from - to == 2) {
      put(position, from - 4, NONE);
      put(position, from - 1, ROOK | side);
    }
  }
  const rights = load<u8>(position, CASTLING) & ~(rightsOn(from) | rightsOn(to));
  store<u8>(position, rights, CASTLING);
  store<u8>(position, <u8>passant, PASSANT);
  const isQuiet = kind != PAWN && taken == NONE;
  store<u16>(position, isQuiet ? load<u16>(position, HALF_MOVES) + 1 : 0, HALF_MOVES);
  if (side == BLACK) store<u16>(position, load<u16>(position, FULL_MOVES) + 1, FULL_MOVES);
  store<u8>(position, side ^ BLACK, SIDE);
}

/** The rights to castle that are lost once something leaves a square or comes there. */
function rightsOn(square: i32): u8 {
  if (square == 0x04) return WHITE_SHORT | WHITE_LONG;
  if (square == 0x07) return WHITE_SHORT;
  if (square == 0x00) return WHITE_LONG;
  if (square == 0x74) return BLACK_SHORT | BLACK_LONG;
  if (square == 0x77) return BLACK_SHORT;
  if (square == 0x70) return BLACK_LONG;
  return 0;
}

/** Lists all moves that pieces can make, whether or not the own king is left in check. */
function listMoves(position: usize, to: usize): i32 {
  list = to;
  length = 0;
  const side = sideOf(position);
  for (let square = 0; square < 0x78; square++) {
    if (!isOnBoard(square)) continue;
    const piece = pieceAt(position, square);
    if (piece == NONE || (piece & BLACK) != side) continue;
    const kind = piece & KIND;
    if (kind == PAWN) listPawn(position, square, side);
    else if (kind == KNIGHT) listKnight(position, square, side);
    else if (kind == KING) listKing(position, square, side);
    else listSlider(position, square, side, kind);
  }
  return length;
}

function listPawn(position: usize, from: i32, side: u8): void {
  const forward = side == WHITE ? 16 : -16;
  const isFirst = from >> 4 == (side == WHITE ? 1 : 6);
  const ahead = from + forward;
  if (pieceAt(position, ahead) == NONE) {
    addPawn(from, ahead);
    if (isFirst && pieceAt(position, ahead + forward) == NONE) add(from, ahead + forward, NONE);
  }
  listCapture(position, from, ahead - 1, side);
  listCapture(position, from, ahead + 1, side);
}

function listCapture(position: usize, from: i32, to: i32, side: u8): void {
  if (!isOnBoard(to)) return;
  const taken = pieceAt(position, to);
  const takes = taken == NONE ? to == <i32>load<u8>(position, PASSANT) : (taken & BLACK) != side;
  if (takes) addPawn(from, to);
}

function addPawn(from: i32, to: i32): void {
  const row = to >> 4;
  if (row == 0 || row == 7) {
    for (let kind = KNIGHT; kind <= QUEEN; kind++) add(from, to, kind);
  } else {
    add(from, to, NONE);
  }
}

function listKnight(position: usize, from: i32, side: u8): void {
  for (let i = 0; i < DIRECTIONS; i++) listStep(position, from, from + knightStep(i), side);
}

function listKing(position: usize, from: i32, side: u8): void {
  for (let i = 0; i < DIRECTIONS; i++) listStep(position, from, from + lineStep(i), side);
  const rights = load<u8>(position, CASTLING);
  const other = side ^ BLACK;
  const short = side == WHITE ? WHITE_SHORT : BLACK_SHORT;
  const long = side == WHITE ? WHITE_LONG : BLACK_LONG;
  if ((rights & (short | long)) == 0 || isAttacked(position, from, other)) return;
  if ((rights & short) != 0 && isFree(position, from + 1, from + 2) && !isAttacked(position, from + 1, other)) {
    add(from, from + 2, NONE);
  }
  if ((rights & long) != 0 && isFree(position, from - 3, from - 1) && !isAttacked(position, from - 1, other)) {
    add(from, from - 2, NONE);
  }
}

function isFree(position: usize, first: i32, last: i32): bool {
  for (let square = first; square <= last; square++) {
    if (pieceAt(position, square) != NONE) return false;
  }
  return true;
}

function listStep(position: usize, from: i32, to: i32, side: u8): void {
  if (!isOnBoard(to)) return;
  const taken = pieceAt(position, to);
  if (taken == NONE || (taken & BLACK) != side) add(from, to, NONE);
}

function listSlider(position: usize, from: i32, side: u8, kind: u8): void {
  const first = kind == BISHOP ? STRAIGHT : 0;
  const last = kind == ROOK ? STRAIGHT : DIRECTIONS;
  for (let i = first; i < last; i++) {
    const step = lineStep(i);
    for (let to = from + step; isOnBoard(to); to += step) {
      const taken = pieceAt(position, to);
      if (taken == NONE || (taken & BLACK) != side) add(from, to, NONE);
      if (taken != NONE) break;
    }
  }
}
