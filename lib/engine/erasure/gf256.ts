/** x^8 + x^4 + x^3 + x^2 + 1, the polynomial of the common Reed-Solomon libraries; 2 generates. */
const POLYNOMIAL = 0x11d;

const exp = new Uint8Array(510);
const log = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i++) {
  exp[i] = x;
  exp[i + 255] = x;
  log[x] = i;
  x = x << 1 > 255 ? (x << 1) ^ POLYNOMIAL : x << 1;
}

/** Product in GF(2^8). */
export function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : exp[log[a]! + log[b]!]!;
}

/** Inverse of a non-zero element. */
export function inverse(a: number): number {
  return exp[255 - log[a]!]!;
}

/** base^exponent, with 0^0 = 1. */
export function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  return base === 0 ? 0 : exp[(log[base]! * exponent) % 255]!;
}
