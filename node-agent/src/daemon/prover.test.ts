import { describe, expect, it } from 'vitest';
import { hourOfWeek, hoursMapHex } from '@/lib/core/protocol';
import { hashOf, makeRecord } from '../testing/fixtures';
import { isDue } from './prover';

const PERIOD = 500_000n;
const promised = hoursMapHex(1n << BigInt(hourOfWeek(PERIOD)));
const live = { start: PERIOD - 10n, hoursMap: promised, commR: hashOf('a') };
const record = (over: Parameters<typeof makeRecord>[0] = {}) =>
  makeRecord({ phase: 'live', live, ...over });

describe('isDue', () => {
  it('follows the promised hours', () => {
    expect(isDue(record(), PERIOD)).toBe(true);
    expect(isDue(record(), PERIOD + 1n)).toBe(false);
    expect(isDue(record(), PERIOD + 168n)).toBe(true);
  });

  it('asks for closing proofs at every hour', () => {
    expect(isDue(record({ phase: 'closing' }), PERIOD + 1n)).toBe(true);
  });

  it('begins after the period in which the slot became live', () => {
    expect(isDue(record({ live: { ...live, start: PERIOD } }), PERIOD)).toBe(false);
  });

  it('is over for the period once the portal took the proof', () => {
    const lastProof = { period: PERIOD, digest: hashOf('b') };
    expect(isDue(record({ lastProof }), PERIOD)).toBe(false);
    expect(isDue(record({ lastProof }), PERIOD + 168n)).toBe(true);
  });

  it('needs a live slot', () => {
    expect(isDue(makeRecord({ phase: 'proved' }), PERIOD)).toBe(false);
  });
});
