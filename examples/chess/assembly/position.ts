// A position: a board of 16 columns of which the left 8 are real (so that a step off the board is seen by one
// bit test), and all else that moves depend on.

/** Bytes of a position. */
export const POSITION: i32 = 144;

export const SIDE: usize = 128;
export const CASTLING: usize = 129;
export const PASSANT: usize = 130;
export const HALF_MOVES: usize = 132;
export const FULL_MOVES: usize = 134;
export const KINGS: usize = 136;

export const WHITE: u8 = 0;
export const BLACK: u8 = 8;

export const NONE: u8 = 0;
export const PAWN: u8 = 1;
export const KNIGHT: u8 = 2;
export const BISHOP: u8 = 3;
export const ROOK: u8 = 4;
export const QUEEN: u8 = 5;
export const KING: u8 = 6;
/** The kind of a piece; bit 8 is its colour. */
export const KIND: u8 = 7;

/** No square can be taken in passing. */
export const NOWHERE: i32 = 0x7f;

export const WHITE_SHORT: u8 = 1;
export const WHITE_LONG: u8 = 2;
export const BLACK_SHORT: u8 = 4;
export const BLACK_LONG: u8 = 8;

const KNIGHT_STEPS = memory.data<i8>([-33, -31, -18, -14, 14, 18, 31, 33]);
/** The first four are the rook's, the others the bishop's. */
const LINES = memory.data<i8>([-16, -1, 1, 16, -17, -15, 15, 17]);
export const DIRECTIONS: i32 = 8;
export const STRAIGHT: i32 = 4;

/** Whether a square is on the board. */
// @ts-ignore: decorator
@inline
export function isOnBoard(square: i32): bool {
  return (square & ~0x77) == 0;
}

// @ts-ignore: decorator
@inline
export function pieceAt(position: usize, square: i32): u8 {
  return load<u8>(position + <usize>square);
}

// @ts-ignore: decorator
@inline
export function put(position: usize, square: i32, piece: u8): void {
  store<u8>(position + <usize>square, piece);
}

// @ts-ignore: decorator
@inline
export function sideOf(position: usize): u8 {
  return load<u8>(position, SIDE);
}

/** The square of a side's king. */
export function kingOf(position: usize, side: u8): i32 {
  return load<u8>(position + KINGS + <usize>(side >> 3));
}

export function placeKing(position: usize, side: u8, square: i32): void {
  store<u8>(position + KINGS + <usize>(side >> 3), <u8>square);
}

// @ts-ignore: decorator
@inline
export function knightStep(i: i32): i32 {
  return <i32>load<i8>(KNIGHT_STEPS + <usize>i);
}

/** Steps of king, queen (all), rook (the first four) and bishop (the others). */
// @ts-ignore: decorator
@inline
export function lineStep(i: i32): i32 {
  return <i32>load<i8>(LINES + <usize>i);
}

/** Whether any piece of a side could take on a square. */
export function isAttacked(position: usize, square: i32, by: u8): bool {
  // A white pawn takes upwards, so it stands one row below.
  const row = by == WHITE ? -16 : 16;
  if (has(position, square + row - 1, PAWN | by) || has(position, square + row + 1, PAWN | by)) return true;
  for (let i = 0; i < DIRECTIONS; i++) {
    if (has(position, square + knightStep(i), KNIGHT | by)) return true;
    if (has(position, square + lineStep(i), KING | by)) return true;
    const slider = i < STRAIGHT ? ROOK : BISHOP;
    const found = firstAlong(position, square, lineStep(i));
    if (found == (QUEEN | by) || found == (slider | by)) return true;
  }
  return false;
}

/** Whether the king of a side is in check. */
export function isInCheck(position: usize, side: u8): bool {
  return isAttacked(position, kingOf(position, side), side ^ BLACK);
}

function has(position: usize, square: i32, piece: u8): bool {
  return isOnBoard(square) && pieceAt(position, square) == piece;
}

/** The first piece in a direction, or none. */
function firstAlong(position: usize, from: i32, step: i32): u8 {
  for (let square = from + step; isOnBoard(square); square += step) {
    const piece = pieceAt(position, square);
    if (piece != NONE) return piece;
  }
  return NONE;
}
