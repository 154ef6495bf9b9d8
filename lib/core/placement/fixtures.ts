import { hoursToMap } from '../nodes';
import type { Candidate, PlacementInput } from './types';

/** Hours a..b−1 of every day, over midnight if b > 24. */
export function daily(a: number, b: number): bigint {
  return hoursToMap(
    Array.from({ length: 7 }, (_, day) =>
      Array.from({ length: b - a }, (_, i) => day * 24 + a + i),
    ).flat(),
  );
}

/** A candidate for tests: eight hours a day, no history. */
export function makeCandidate(index: number, over: Partial<Candidate> = {}): Candidate {
  const hoursMap = over.hoursMap ?? daily((index * 2) % 24, ((index * 2) % 24) + 8);
  const operator = `0x${(index + 1).toString(16).padStart(40, '0')}`;
  return {
    operator,
    payout: operator,
    hoursMap,
    declaredHoursMap: hoursMap,
    fulfilments: 0,
    commitments: 0,
    rate: 1000n,
    maxSpan: 24,
    freeBytes: 1n << 40n,
    minFileSize: 0n,
    maxFileSize: 1n << 50n,
    accepting: true,
    ...over,
  };
}

/** A placement for tests: four data shards of one small segment, readable within a day. */
export function makeInput(over: Partial<PlacementInput> = {}): PlacementInput {
  return {
    candidates: Array.from({ length: 12 }, (_, i) => makeCandidate(i)),
    tier: 'day',
    k: 4,
    segments: 1,
    sectorBytes: 1n << 20n,
    fileBytes: 1n << 20n,
    exclude: [],
    seed: `0x${'5e'.repeat(32)}`,
    startPeriod: 0,
    durationPeriods: 168,
    ...over,
  };
}
