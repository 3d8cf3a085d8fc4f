// Products in the field of secp256k1, p = 2^256 - 2^32 - 977.
//
// An element is nine signed limbs of 29 bits in 64-bit words, least significant first. A limb of a
// product is within 1.07 * 2^28 of zero; sums and differences are left uncarried. The columns of a
// product fit in 63 bits as long as the limbs of one factor are at most ma * 2^28, those of the other
// at most mb * 2^28, and ma * mb <= 14. Straight-line code, because it is what a compiler of
// WebAssembly makes fast, and each function is small enough for a JVM to compile (8,000 bytes).

/** Bytes of an element in memory. */
export const ELEMENT: usize = 72;

const LIMB_BITS: i64 = 29;
const HALF: i64 = 1 << 28;
const FOLD_LOW: i64 = 31264; // 2^261 mod p = 31264 + 2^37
const FOLD_SHIFT: i64 = 8;

/** r = a * b. The result may be one of the factors. */
export function mul(r: usize, a: usize, b: usize): void {
  const a0 = load<i64>(a, 0);
  const a1 = load<i64>(a, 8);
  const a2 = load<i64>(a, 16);
  const a3 = load<i64>(a, 24);
  const a4 = load<i64>(a, 32);
  const a5 = load<i64>(a, 40);
  const a6 = load<i64>(a, 48);
  const a7 = load<i64>(a, 56);
  const a8 = load<i64>(a, 64);
  const b0 = load<i64>(b, 0);
  const b1 = load<i64>(b, 8);
  const b2 = load<i64>(b, 16);
  const b3 = load<i64>(b, 24);
  const b4 = load<i64>(b, 32);
  const b5 = load<i64>(b, 40);
  const b6 = load<i64>(b, 48);
  const b7 = load<i64>(b, 56);
  const b8 = load<i64>(b, 64);
  let t: i64, c: i64;
  // Columns 9 to 16: what lies above 2^261, brought to limbs h0 to h8.
  t = a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1;
  c = (t + HALF) >> LIMB_BITS;
  const h0 = t - (c << LIMB_BITS);
  t = c + a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2;
  c = (t + HALF) >> LIMB_BITS;
  const h1 = t - (c << LIMB_BITS);
  t = c + a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3;
  c = (t + HALF) >> LIMB_BITS;
  const h2 = t - (c << LIMB_BITS);
  t = c + a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4;
  c = (t + HALF) >> LIMB_BITS;
  const h3 = t - (c << LIMB_BITS);
  t = c + a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5;
  c = (t + HALF) >> LIMB_BITS;
  const h4 = t - (c << LIMB_BITS);
  t = c + a6 * b8 + a7 * b7 + a8 * b6;
  c = (t + HALF) >> LIMB_BITS;
  const h5 = t - (c << LIMB_BITS);
  t = c + a7 * b8 + a8 * b7;
  c = (t + HALF) >> LIMB_BITS;
  const h6 = t - (c << LIMB_BITS);
  t = c + a8 * b8;
  c = (t + HALF) >> LIMB_BITS;
  const h7 = t - (c << LIMB_BITS);
  const h8 = c;
  // Columns 0 to 8, with 2^261 = 31264 + 2^8 * 2^29 folded in.
  t = a0 * b0 + h0 * FOLD_LOW;
  c = (t + HALF) >> LIMB_BITS;
  let r0 = t - (c << LIMB_BITS);
  t = c + a0 * b1 + a1 * b0 + h1 * FOLD_LOW + (h0 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  let r1 = t - (c << LIMB_BITS);
  t = c + a0 * b2 + a1 * b1 + a2 * b0 + h2 * FOLD_LOW + (h1 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  const r2 = t - (c << LIMB_BITS);
  t = c + a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + h3 * FOLD_LOW + (h2 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 24);
  t = c + a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + h4 * FOLD_LOW + (h3 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 32);
  t = c + a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + h5 * FOLD_LOW
    + (h4 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 40);
  t = c + a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + h6 * FOLD_LOW
    + (h5 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 48);
  t = c + a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0
    + h7 * FOLD_LOW + (h6 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 56);
  t = c + a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0
    + h8 * FOLD_LOW + (h7 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 64);
  c += h8 << FOLD_SHIFT;
  r0 += c * FOLD_LOW;
  r1 += c << FOLD_SHIFT;
  c = (r0 + HALF) >> LIMB_BITS;
  store<i64>(r, r0 - (c << LIMB_BITS), 0);
  r1 += c;
  c = (r1 + HALF) >> LIMB_BITS;
  store<i64>(r, r1 - (c << LIMB_BITS), 8);
  store<i64>(r, r2 + c, 16);
}

/** r = a * a. */
export function sqr(r: usize, a: usize): void {
  const a0 = load<i64>(a, 0);
  const a1 = load<i64>(a, 8);
  const a2 = load<i64>(a, 16);
  const a3 = load<i64>(a, 24);
  const a4 = load<i64>(a, 32);
  const a5 = load<i64>(a, 40);
  const a6 = load<i64>(a, 48);
  const a7 = load<i64>(a, 56);
  const a8 = load<i64>(a, 64);
  const d0 = a0 << 1;
  const d1 = a1 << 1;
  const d2 = a2 << 1;
  const d3 = a3 << 1;
  const d4 = a4 << 1;
  const d5 = a5 << 1;
  const d6 = a6 << 1;
  const d7 = a7 << 1;
  let t: i64, c: i64;
  // Columns 9 to 16: what lies above 2^261, brought to limbs h0 to h8.
  t = d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5;
  c = (t + HALF) >> LIMB_BITS;
  const h0 = t - (c << LIMB_BITS);
  t = c + d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5;
  c = (t + HALF) >> LIMB_BITS;
  const h1 = t - (c << LIMB_BITS);
  t = c + d3 * a8 + d4 * a7 + d5 * a6;
  c = (t + HALF) >> LIMB_BITS;
  const h2 = t - (c << LIMB_BITS);
  t = c + d4 * a8 + d5 * a7 + a6 * a6;
  c = (t + HALF) >> LIMB_BITS;
  const h3 = t - (c << LIMB_BITS);
  t = c + d5 * a8 + d6 * a7;
  c = (t + HALF) >> LIMB_BITS;
  const h4 = t - (c << LIMB_BITS);
  t = c + d6 * a8 + a7 * a7;
  c = (t + HALF) >> LIMB_BITS;
  const h5 = t - (c << LIMB_BITS);
  t = c + d7 * a8;
  c = (t + HALF) >> LIMB_BITS;
  const h6 = t - (c << LIMB_BITS);
  t = c + a8 * a8;
  c = (t + HALF) >> LIMB_BITS;
  const h7 = t - (c << LIMB_BITS);
  const h8 = c;
  // Columns 0 to 8, with 2^261 = 31264 + 2^8 * 2^29 folded in.
  t = a0 * a0 + h0 * FOLD_LOW;
  c = (t + HALF) >> LIMB_BITS;
  let r0 = t - (c << LIMB_BITS);
  t = c + d0 * a1 + h1 * FOLD_LOW + (h0 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  let r1 = t - (c << LIMB_BITS);
  t = c + d0 * a2 + a1 * a1 + h2 * FOLD_LOW + (h1 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  const r2 = t - (c << LIMB_BITS);
  t = c + d0 * a3 + d1 * a2 + h3 * FOLD_LOW + (h2 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 24);
  t = c + d0 * a4 + d1 * a3 + a2 * a2 + h4 * FOLD_LOW + (h3 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 32);
  t = c + d0 * a5 + d1 * a4 + d2 * a3 + h5 * FOLD_LOW + (h4 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 40);
  t = c + d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3 + h6 * FOLD_LOW + (h5 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 48);
  t = c + d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4 + h7 * FOLD_LOW + (h6 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 56);
  t = c + d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4 + h8 * FOLD_LOW + (h7 << FOLD_SHIFT);
  c = (t + HALF) >> LIMB_BITS;
  store<i64>(r, t - (c << LIMB_BITS), 64);
  c += h8 << FOLD_SHIFT;
  r0 += c * FOLD_LOW;
  r1 += c << FOLD_SHIFT;
  c = (r0 + HALF) >> LIMB_BITS;
  store<i64>(r, r0 - (c << LIMB_BITS), 0);
  r1 += c;
  c = (r1 + HALF) >> LIMB_BITS;
  store<i64>(r, r1 - (c << LIMB_BITS), 8);
  store<i64>(r, r2 + c, 16);
}
