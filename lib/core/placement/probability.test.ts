import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atLeast, betaQuantile, incompleteBeta, reliability } from '.';
import { logGamma } from './beta';

/** Sums over all 2^n outcomes. */
function bruteForce(k: number, p: readonly number[]): number {
  let total = 0;
  for (let outcome = 0; outcome < 1 << p.length; outcome++) {
    let mass = 1;
    let successes = 0;
    p.forEach((pi, i) => {
      const success = ((outcome >> i) & 1) === 1;
      mass *= success ? pi : 1 - pi;
      if (success) successes++;
    });
    if (successes >= k) total += mass;
  }
  return total;
}

const probability = fc.double({ min: 0, max: 1, noNaN: true });

describe('atLeast', () => {
  test('equals the sum over all outcomes', () => {
    const property = fc.property(
      fc.array(probability, { maxLength: 9 }),
      fc.integer({ min: 0, max: 10 }),
      (p, k) => {
        expect(atLeast(k, p)).toBeCloseTo(bruteForce(k, p), 12);
      },
    );
    fc.assert(property);
  });

  test('edges', () => {
    expect(atLeast(0, [])).toBe(1);
    expect(atLeast(1, [])).toBe(0);
    expect(atLeast(3, [1, 1, 1])).toBe(1);
    expect(atLeast(3, [1, 1, 0])).toBe(0);
  });

  test('another trial never lowers it', () => {
    const property = fc.property(
      fc.array(probability, { maxLength: 12 }),
      probability,
      fc.integer({ min: 1, max: 8 }),
      (p, more, k) => {
        expect(atLeast(k, [...p, more])).toBeGreaterThanOrEqual(atLeast(k, p) - 1e-12);
      },
    );
    fc.assert(property);
  });
});

describe('beta distribution', () => {
  test('ln Γ of whole and half numbers', () => {
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 10);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
  });

  test('agrees with the binomial tail for whole parameters', () => {
    const property = fc.property(
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      (x, a, b) => {
        const trials = new Array<number>(a + b - 1).fill(x);
        expect(incompleteBeta(x, a, b)).toBeCloseTo(atLeast(a, trials), 10);
      },
    );
    fc.assert(property);
  });

  test('the quantile inverts it', () => {
    const property = fc.property(
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 5000 }),
      (p, a, b) => {
        expect(incompleteBeta(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 8);
      },
    );
    fc.assert(property, { numRuns: 50 });
  });
});

describe('reliability', () => {
  test('without history: the 10 % quantile of Beta(9, 1), which is 0.1^(1/9)', () => {
    expect(reliability({ fulfilments: 0, commitments: 0 })).toBeCloseTo(0.1 ** (1 / 9), 12);
  });

  test('a longer record of the same quality earns more trust, a miss costs some', () => {
    const q = (fulfilments: number, commitments: number) =>
      reliability({ fulfilments, commitments });
    expect(q(100, 100)).toBeGreaterThan(q(20, 20));
    expect(q(100_000, 100_000)).toBeGreaterThan(0.999);
    expect(q(99, 100)).toBeLessThan(q(100, 100));
    expect(q(0, 1000)).toBeLessThan(0.02);
    expect(q(950, 1000)).toBeLessThan(0.95);
  });
});
