// The group of secp256k1, y^2 = x^3 + 7. Affine points are x and y, Jacobian ones X, Y and Z with
// x = X / Z^2 and y = Y / Z^3; Z = 0 is the neutral element. Coordinates are kept at magnitude 1.

import { add, carry, copy, fromBytes, invert, isZero, negate, normalize, scale, sub } from "./field";
import { ELEMENT, mul, sqr } from "./product";
import { bitOf } from "./scalar";

/** Bytes of an affine point in memory. */
export const POINT: usize = ELEMENT * 2;
const JACOBIAN: usize = ELEMENT * 3;
const Y: usize = ELEMENT;
const Z: usize = ELEMENT * 2;

const GENERATOR_BYTES = memory.data<u8>([
  0x79, 0xbe, 0x66, 0x7e, 0xf9, 0xdc, 0xbb, 0xac, 0x55, 0xa0, 0x62, 0x95, 0xce, 0x87, 0x0b, 0x07,
  0x02, 0x9b, 0xfc, 0xdb, 0x2d, 0xce, 0x28, 0xd9, 0x59, 0xf2, 0x81, 0x5b, 0x16, 0xf8, 0x17, 0x98,
  0x48, 0x3a, 0xda, 0x77, 0x26, 0xa3, 0xc4, 0x65, 0x5d, 0xa4, 0xfb, 0xfc, 0x0e, 0x11, 0x08, 0xa8,
  0xfd, 0x17, 0xb4, 0x48, 0xa6, 0x85, 0x54, 0x19, 0x9c, 0x47, 0xd0, 0x8f, 0xfb, 0x10, 0xd4, 0xb8,
]);
/** The generator G, an affine point, once `setUp` ran. */
export const GENERATOR = memory.data(<i32>POINT);
const SUM = memory.data(<i32>JACOBIAN);
const T0 = memory.data(<i32>(ELEMENT * 6));
const T1 = T0 + ELEMENT;
const T2 = T0 + ELEMENT * 2;
const T3 = T0 + ELEMENT * 3;
const T4 = T0 + ELEMENT * 4;
const T5 = T0 + ELEMENT * 5;

/** Must run before anything else here. */
export function setUp(): void {
  fromBytes(GENERATOR, GENERATOR_BYTES);
  fromBytes(GENERATOR + Y, GENERATOR_BYTES + 32);
}

/** point = scalar * G in affine form, canonical. The scalar is in [1, n). */
export function multiplyGenerator(point: usize, scalar: usize): void {
  memory.fill(SUM, 0, JACOBIAN);
  let started = false;
  for (let bit = 255; bit >= 0; bit--) {
    if (started) double(SUM);
    if (!bitOf(scalar, bit)) continue;
    if (started) addAffine(SUM, GENERATOR);
    else lift(SUM, GENERATOR);
    started = true;
  }
  toAffine(point, SUM);
}

/** target = 2 p for an affine point of odd order. */
export function doublePoint(target: usize, p: usize): void {
  lift(SUM, p);
  double(SUM);
  toAffine(target, SUM);
}

/** target = 2 p + G for an affine point with 2 p other than -G. */
export function doublePointPlusGenerator(target: usize, p: usize): void {
  lift(SUM, p);
  double(SUM);
  addAffine(SUM, GENERATOR);
  toAffine(target, SUM);
}

function lift(r: usize, point: usize): void {
  copy(r, point);
  copy(r + Y, point + Y);
  memory.fill(r + Z, 0, ELEMENT);
  store<i64>(r + Z, 1);
}

/** p = 2 p (dbl-2009-l, for curves with a = 0). */
function double(p: usize): void {
  sqr(T0, p); // A = X^2
  sqr(T1, p + Y); // B = Y^2
  sqr(T2, T1); // C = B^2
  mul(T3, p, T1);
  scale(T3, T3, 4); // D = 4 X B
  carry(T3);
  scale(T0, T0, 3); // E = 3 A
  mul(T4, p + Y, p + Z);
  add(p + Z, T4, T4); // Z3 = 2 Y Z
  sqr(T4, T0); // F = E^2
  sub(T4, T4, T3);
  sub(p, T4, T3); // X3 = F - 2 D
  carry(p);
  sub(T4, T3, p);
  mul(T3, T0, T4);
  scale(T2, T2, 8);
  sub(p + Y, T3, T2); // Y3 = E (D - X3) - 8 C
  carry(p + Y);
  carry(p + Z);
}

/** p = p + q for an affine q (madd, by cases when p = q or p = -q). */
function addAffine(p: usize, q: usize): void {
  sqr(T0, p + Z);
  mul(T1, q, T0);
  sub(T1, T1, p); // H = x2 Z^2 - X
  mul(T2, T0, p + Z);
  mul(T3, q + Y, T2);
  sub(T3, T3, p + Y); // R = y2 Z^3 - Y
  if (isZero(T1)) {
    if (isZero(T3)) double(p);
    else memory.fill(p, 0, JACOBIAN);
    return;
  }
  sqr(T4, T1);
  mul(T5, T4, T1); // H^3
  mul(T2, p, T4); // X H^2
  mul(p + Z, p + Z, T1);
  sqr(T0, T3);
  sub(T0, T0, T5);
  sub(T0, T0, T2);
  sub(p, T0, T2); // X3 = R^2 - H^3 - 2 X H^2
  carry(p);
  sub(T2, T2, p);
  mul(T0, T3, T2);
  mul(T2, p + Y, T5);
  sub(p + Y, T0, T2); // Y3 = R (X H^2 - X3) - Y H^3
  carry(p + Y);
}

function toAffine(point: usize, p: usize): void {
  invert(T0, p + Z);
  sqr(T1, T0);
  mul(point, p, T1);
  mul(T1, T1, T0);
  mul(point + Y, p + Y, T1);
  normalize(point);
  normalize(point + Y);
}

/**
 * sum = p + q for affine points whose x differ, given the inverse of q.x - p.x. The sum may be p
 * but not q; its coordinates have magnitudes 3 and 2.
 */
@inline
export function addByInverse(sum: usize, p: usize, q: usize, inverse: usize): void {
  sub(T0, q + Y, p + Y);
  chord(sum, p, q, inverse);
}

/** sum = p - q, under the conditions of `addByInverse` and with the same inverse. */
@inline
export function subtractByInverse(sum: usize, p: usize, q: usize, inverse: usize): void {
  negate(T0, q + Y);
  sub(T0, T0, p + Y);
  chord(sum, p, q, inverse);
}

/** The third point on the line of slope T0 * inverse through p, mirrored. */
function chord(sum: usize, p: usize, q: usize, inverse: usize): void {
  mul(T1, T0, inverse); // the slope
  sqr(T2, T1);
  sub(T2, T2, p);
  sub(T2, T2, q); // x
  sub(T3, p, T2);
  mul(T4, T1, T3);
  sub(sum + Y, T4, p + Y);
  copy(sum, T2);
}
