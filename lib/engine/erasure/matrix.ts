import { inverse, multiply, power } from './gf256';

/** Rows of elements of GF(2^8). */
export type Matrix = number[][];

function product(a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    b[0]!.map((_, column) =>
      row.reduce((sum, value, i) => sum ^ multiply(value, b[i]![column]!), 0),
    ),
  );
}

/** Subtracts multiples of row `pivot` so that its column is zero in all other rows. */
function clearColumn(rows: Matrix, pivot: number): void {
  const scale = inverse(rows[pivot]![pivot]!);
  const own = rows[pivot]!.map((value) => multiply(value, scale));
  rows[pivot] = own;
  rows.forEach((row, i) => {
    const factor = row[pivot]!;
    if (i === pivot || factor === 0) return;
    rows[i] = row.map((value, column) => value ^ multiply(factor, own[column]!));
  });
}

/** Inverse by Gauss-Jordan. The matrices of this code always have one. */
export function invert(matrix: Matrix): Matrix {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, column) => Number(column === i))]);
  for (let pivot = 0; pivot < size; pivot++) {
    const other = rows.findIndex((row, i) => i >= pivot && row[pivot] !== 0);
    [rows[pivot], rows[other]] = [rows[other]!, rows[pivot]!];
    clearColumn(rows, pivot);
  }
  return rows.map((row) => row.slice(size));
}

/**
 * Generator of the systematic code: n rows of k, the first k the identity, and any k rows
 * invertible. A Vandermonde matrix times the inverse of its top, as in the common libraries.
 */
export function generatorMatrix(k: number, n: number): Matrix {
  const vandermonde = Array.from({ length: n }, (_, row) =>
    Array.from({ length: k }, (_, column) => power(row, column)),
  );
  return product(vandermonde, invert(vandermonde.slice(0, k)));
}

/** Rows that give the data blocks `wanted` from the k blocks `present`, in that order. */
export function recoveryRows(
  k: number,
  n: number,
  present: readonly number[],
  wanted: readonly number[],
): Matrix {
  const generator = generatorMatrix(k, n);
  const inverted = invert(present.map((block) => generator[block]!));
  return wanted.map((block) => inverted[block]!);
}
