import { describe, expect, it, vi } from 'vitest';
import { nodeSha256 } from '../../lib/engine';
import { type FuzzTarget, fuzzVerifier } from './campaign';
import { seededRandom } from './random';
import { makeTargets } from './targets';

// Threads and hashing share their cores with other tests.
vi.setConfig({ testTimeout: 120_000 });

/** A verifier that has a fault, to see that the campaign finds it. */
function faulty(fault: Partial<FuzzTarget>): FuzzTarget {
  const good = new Uint8Array(200);
  const refuse = { ok: false, reason: 'wrong-shape' } as const;
  const verify: FuzzTarget['verify'] = (proof, sha256) => {
    sha256(proof);
    return proof.length === 200 && proof.every((byte) => byte === 0) ? { ok: true } : refuse;
  };
  return { name: 'faulty', good, verify, ...fault };
}

const fuzz = (target: FuzzTarget, count: number) =>
  fuzzVerifier(target, count, seededRandom(7), nodeSha256);

describe('fuzzing', () => {
  it('finds no proof that either verifier takes, at the smallest sector', async () => {
    for (const target of await makeTargets({})) {
      const report = fuzz(target, 3000);
      expect(report.tried).toBe(3000);
      expect(Object.keys(report.reasons).length).toBeGreaterThanOrEqual(6);
      expect(report.mostHashes).toBeLessThanOrEqual(report.goodHashes);
    }
  });

  it('finds none with more layers and stored rows dropped', async () => {
    const params = { sectorBytes: 4096, layers: 3, porepChallenges: 5, droppedRows: 4 };
    for (const target of await makeTargets(params)) fuzz(target, 300);
  });

  it('is the same with the same seed', () => {
    const target = faulty({});
    expect(fuzz(target, 200)).toEqual(fuzz(target, 200));
  });

  it('would find a verifier that accepts, throws or works too much', () => {
    const accepts: FuzzTarget['verify'] = (proof) =>
      proof[40]! < 64 ? { ok: true } : { ok: false, reason: 'wrong-shape' };
    expect(() => fuzz(faulty({ verify: accepts }), 1000)).toThrow(/accepted/);
    const throws: FuzzTarget['verify'] = (proof) =>
      proof.at(150)! > 0 ? fail() : faulty({}).verify(proof, nodeSha256);
    expect(() => fuzz(faulty({ verify: throws }), 1000)).toThrow('thrown');
    const works: FuzzTarget['verify'] = (proof, sha256) => {
      if (proof[0] !== 0) for (let i = 0; i < 2; i++) sha256(proof);
      return faulty({}).verify(proof, sha256);
    };
    expect(() => fuzz(faulty({ verify: works }), 1000)).toThrow(/hashes/);
  });
});

function fail(): never {
  throw new Error('thrown');
}
