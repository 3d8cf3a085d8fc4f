// Positions in Forsyth-Edwards notation, whose parts are parted by spaces or underscores, and moves as e2e4 or e7e8q.

import { move } from "./moves";
import {
  BISHOP,
  BLACK,
  BLACK_LONG,
  BLACK_SHORT,
  CASTLING,
  FULL_MOVES,
  HALF_MOVES,
  isInCheck,
  KIND,
  KING,
  KNIGHT,
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
  WHITE,
  WHITE_LONG,
  WHITE_SHORT,
} from "./position";

/** Bytes of a written position, at most. */
export const FEN_BYTES_MAX: i32 = 100;
/** A move that cannot be. */
export const NO_MOVE: u32 = 0xffffffff;

const COUNT_MAX: i32 = 9999;
const LETTERS = memory.data<u8>([0x70, 0x6e, 0x62, 0x72, 0x71, 0x6b]); // pnbrqk
const DIGIT_ZERO: u8 = 0x30;
const LOWER_CASE: u8 = 0x20;

let at: usize = 0;
let end: usize = 0;

function peek(): u8 {
  return at < end ? load<u8>(at) : 0;
}

function take(): u8 {
  const char = peek();
  at++;
  return char;
}

function takeGap(): bool {
  const char = take();
  return char == 0x20 || char == 0x5f;
}

/** Reads a position that can be played on; false if it is none. */
export function readPosition(text: usize, length: i32, position: usize): bool {
  at = text;
  end = text + <usize>length;
  memory.fill(position, 0, POSITION);
  return (
    length <= FEN_BYTES_MAX &&
    readBoard(position) &&
    readSide(position) &&
    readCastling(position) &&
    readPassant(position) &&
    readCount(position, HALF_MOVES, 0) &&
    readCount(position, FULL_MOVES, 1) &&
    at == end &&
    !isInCheck(position, sideOf(position) ^ BLACK)
  );
}

function readBoard(position: usize): bool {
  let kings: u8 = 0;
  for (let row = 7; row >= 0; row--) {
    let column = 0;
    while (column < 8) {
      const char = take();
      if (char >= 0x31 && char <= 0x38) {
        column += char - DIGIT_ZERO;
        continue;
      }
      const piece = pieceOf(char);
      if (piece == NONE || ((piece & KIND) == PAWN && (row == 0 || row == 7))) return false;
      const square = row * 16 + column;
      put(position, square, piece);
      if ((piece & KIND) == KING) {
        const side = piece & BLACK;
        const mark: u8 = side == WHITE ? 1 : 2;
        if ((kings & mark) != 0) return false;
        kings |= mark;
        placeKing(position, side, square);
      }
      column++;
    }
    if (column != 8 || (row > 0 && take() != 0x2f)) return false;
  }
  return kings == 3;
}

function pieceOf(char: u8): u8 {
  for (let kind = PAWN; kind <= KING; kind++) {
    const letter = load<u8>(LETTERS + <usize>(kind - 1));
    if (char == letter) return kind | BLACK;
    if (char == letter - LOWER_CASE) return kind;
  }
  return NONE;
}

function readSide(position: usize): bool {
  if (!takeGap()) return false;
  const char = take();
  store<u8>(position, char == 0x62 ? BLACK : WHITE, SIDE);
  return char == 0x77 || char == 0x62;
}

function readCastling(position: usize): bool {
  if (!takeGap()) return false;
  if (peek() == 0x2d) {
    at++;
    return true;
  }
  let rights: u8 = 0;
  if (peek() == 0x4b) rights |= takeRight(WHITE_SHORT);
  if (peek() == 0x51) rights |= takeRight(WHITE_LONG);
  if (peek() == 0x6b) rights |= takeRight(BLACK_SHORT);
  if (peek() == 0x71) rights |= takeRight(BLACK_LONG);
  store<u8>(position, rights, CASTLING);
  return rights != 0 && (mayCastle(position, rights, 0x00, WHITE) && mayCastle(position, rights >> 2, 0x70, BLACK));
}

function takeRight(right: u8): u8 {
  at++;
  return right;
}

/** Whether king and rooks stand where they must if they never moved. */
function mayCastle(position: usize, rights: u8, row: i32, side: u8): bool {
  if ((rights & 3) == 0) return true;
  if (pieceAt(position, row + 4) != (KING | side)) return false;
  if ((rights & WHITE_SHORT) != 0 && pieceAt(position, row + 7) != (ROOK | side)) return false;
  return (rights & WHITE_LONG) == 0 || pieceAt(position, row) == (ROOK | side);
}

function readPassant(position: usize): bool {
  if (!takeGap()) return false;
  store<u8>(position, <u8>NOWHERE, PASSANT);
  if (peek() == 0x2d) {
    at++;
    return true;
  }
  const square = takeSquare();
  if (square < 0) return false;
  // The pawn that just passed it belongs to the side that is not to move.
  const mover = sideOf(position) ^ BLACK;
  const forward = mover == WHITE ? 16 : -16;
  store<u8>(position, <u8>square, PASSANT);
  return (
    square >> 4 == (mover == WHITE ? 2 : 5) &&
    pieceAt(position, square) == NONE &&
    pieceAt(position, square - forward) == NONE &&
    pieceAt(position, square + forward) == (PAWN | mover)
  );
}

function takeSquare(): i32 {
  const column = <i32>take() - 0x61;
  const row = <i32>take() - 0x31;
  return column >= 0 && column < 8 && row >= 0 && row < 8 ? row * 16 + column : -1;
}

function readCount(position: usize, offset: usize, least: i32): bool {
  if (!takeGap()) return false;
  let value = 0;
  let digits = 0;
  while (peek() >= DIGIT_ZERO && peek() <= 0x39 && digits < 5) {
    value = value * 10 + <i32>(take() - DIGIT_ZERO);
    digits++;
  }
  store<u16>(position + offset, <u16>value);
  return digits > 0 && value >= least && value <= COUNT_MAX;
}

/** Reads a move such as e2e4 or e7e8q; {@link NO_MOVE} if it is none. */
export function readMove(text: usize, length: i32): u32 {
  at = text;
  end = text + <usize>length;
  const from = takeSquare();
  const to = takeSquare();
  if (from < 0 || to < 0 || length < 4 || length > 5) return NO_MOVE;
  if (length == 4) return move(from, to, NONE);
  const becomes = pieceOf(take());
  const kind = becomes & KIND;
  const isKnown = (becomes & BLACK) != 0 && (kind == KNIGHT || kind == BISHOP || kind == ROOK || kind == QUEEN);
  return isKnown ? move(from, to, kind) : NO_MOVE;
}

/** Writes a position as one word; gives its length. */
export function writePosition(position: usize, to: usize): i32 {
  at = to;
  writeBoard(position);
  write(0x5f);
  write(sideOf(position) == WHITE ? 0x77 : 0x62);
  write(0x5f);
  writeCastling(load<u8>(position, CASTLING));
  write(0x5f);
  const passant = <i32>load<u8>(position, PASSANT);
  if (passant == NOWHERE) {
    write(0x2d);
  } else {
    write(<u8>(0x61 + (passant & 7)));
    write(<u8>(0x31 + (passant >> 4)));
  }
  write(0x5f);
  writeNumber(load<u16>(position, HALF_MOVES));
  write(0x5f);
  writeNumber(load<u16>(position, FULL_MOVES));
  return <i32>(at - to);
}

function write(char: u8): void {
  store<u8>(at, char);
  at++;
}

function writeBoard(position: usize): void {
  for (let row = 7; row >= 0; row--) {
    let empty: u8 = 0;
    for (let column = 0; column < 8; column++) {
      const piece = pieceAt(position, row * 16 + column);
      if (piece == NONE) {
        empty++;
        continue;
      }
      if (empty > 0) write(DIGIT_ZERO + empty);
      empty = 0;
      const letter = load<u8>(LETTERS + <usize>((piece & KIND) - 1));
      write((piece & BLACK) != 0 ? letter : letter - LOWER_CASE);
    }
    if (empty > 0) write(DIGIT_ZERO + empty);
    if (row > 0) write(0x2f);
  }
}

function writeCastling(rights: u8): void {
  if (rights == 0) write(0x2d);
  if ((rights & WHITE_SHORT) != 0) write(0x4b);
  if ((rights & WHITE_LONG) != 0) write(0x51);
  if ((rights & BLACK_SHORT) != 0) write(0x6b);
  if ((rights & BLACK_LONG) != 0) write(0x71);
}

function writeNumber(value: u32): void {
  if (value >= 10) writeNumber(value / 10);
  write(DIGIT_ZERO + <u8>(value % 10));
}
