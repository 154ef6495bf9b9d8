import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  defaultBlake2b512,
  defaultSha256,
  interactiveSeedOf,
  maxSealProofBytes,
  proverIdOf,
  type SealParams,
  sectorIdOf,
  slotPostSeed,
  ticketOf,
  type VerifySealInput,
  type VerifyWindowPoStInput,
  verifySeal as verifySealPure,
  verifyWindowPoSt as verifyWindowPoStPure,
  windowPostProofBytes,
} from '../../core/proofs';
import { generateWindowPoSt, sealCommit, sealSector } from '../index';
import { makeSector, type TestSector } from '../testing/make-sector';
import { nodeBlake2b512 } from './node-blake2b';
import { nodeSha256 } from './node-sha256';
import { createVerifierPool } from './verifier-pool';
import { verifySeal, verifyWindowPoSt } from './verify';

// Threads and hashing share their cores with other tests.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const DEAL = `0x${'d1'.repeat(20)}` as const;
const OTHER_DEAL = `0x${'d2'.repeat(20)}` as const;
const BEACON = `0x${'be'.repeat(32)}` as const;
const PERIOD_SEED = `0x${'77'.repeat(32)}` as const;
const PUBLICATION = `0x${'5e'.repeat(32)}` as const;
const CHAIN = 31337;

let sector: TestSector;
let seal: VerifySealInput;
let post: VerifyWindowPoStInput;

beforeAll(async () => {
  sector = await makeSector();
  const { params, proverId, sectorId, ticket, commD } = sector;
  const { commR } = await sealSector(sector);
  const seed = interactiveSeedOf(BEACON, CHAIN, DEAL, 3, 1);
  const proof = await sealCommit({ ...sector, commR, seed });
  seal = { params, proverId, sectorId, ticket, commD, commR, seed, proof };
  const postSeed = slotPostSeed(PERIOD_SEED, DEAL, 3, 1, CHAIN);
  const postProof = await generateWindowPoSt({ ...sector, seed: postSeed });
  post = { params, sectorId, commR, seed: postSeed, proof: postProof };
});
afterAll(() => sector.remove());

function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = bytes.slice();
  copy[at]! ^= mask;
  return copy;
}

describe('verifySeal', () => {
  it('accepts the proof, with either hash', () => {
    expect(verifySeal(seal)).toEqual({ ok: true });
    expect(verifySealPure(seal)).toEqual({ ok: true });
    expect(seal.proof.length).toBeLessThanOrEqual(maxSealProofBytes(seal.params));
  });

  it('rejects every single changed byte', () => {
    const accepted: number[] = [];
    for (let at = 0; at < seal.proof.length; at++) {
      const mask = 1 + ((at * 101) % 255);
      if (verifySeal({ ...seal, proof: flipped(seal.proof, at, mask) }).ok) accepted.push(at);
    }
    expect(accepted).toEqual([]);
  });

  it('rejects another node, slot, generation, deal, seed, data and replica', () => {
    const cases: Partial<VerifySealInput>[] = [
      { proverId: proverIdOf(`0x${'a8'.repeat(20)}`) },
      { sectorId: sectorIdOf(DEAL, 4, 1) },
      { sectorId: sectorIdOf(DEAL, 3, 2) },
      { sectorId: sectorIdOf(OTHER_DEAL, 3, 1) },
      { ticket: ticketOf(DEAL, 4, 1, PUBLICATION) },
      { ticket: ticketOf(DEAL, 3, 2, PUBLICATION) },
      { ticket: ticketOf(OTHER_DEAL, 3, 1, PUBLICATION) },
      { ticket: ticketOf(DEAL, 3, 1, BEACON) },
      { seed: interactiveSeedOf(PERIOD_SEED, CHAIN, DEAL, 3, 1) },
      { seed: interactiveSeedOf(BEACON, 1, DEAL, 3, 1) },
      { seed: interactiveSeedOf(BEACON, CHAIN, OTHER_DEAL, 3, 1) },
      { seed: interactiveSeedOf(BEACON, CHAIN, DEAL, 4, 1) },
      { seed: interactiveSeedOf(BEACON, CHAIN, DEAL, 3, 2) },
      { commD: flipped(seal.commD, 0, 1) },
      { commR: flipped(seal.commR, 31, 1) },
    ];
    for (const change of cases) expect(verifySeal({ ...seal, ...change }).ok).toBe(false);
  });

  it('names the reason', () => {
    const { proof } = seal;
    const reason = (change: Partial<VerifySealInput>) => {
      const result = verifySeal({ ...seal, ...change });
      return result.ok ? 'accepted' : result.reason;
    };
    expect(reason({ commR: new Uint8Array(31) })).toBe('bad-input');
    expect(reason({ sectorId: 1n << 64n })).toBe('bad-input');
    expect(reason({ params: { ...seal.params, sectorBytes: 3000 } })).toBe('bad-input');
    expect(reason({ proof: new Uint8Array(0) })).toBe('wrong-length');
    expect(reason({ proof: proof.subarray(0, proof.length - 1) })).toBe('wrong-length');
    expect(reason({ proof: new Uint8Array([...proof, 0]) })).toBe('wrong-length');
    expect(reason({ proof: flipped(proof, 0, 2) })).toBe('wrong-version');
    expect(reason({ proof: flipped(proof, 1, 3) })).toBe('wrong-shape');
    expect(reason({ proof: flipped(proof, 39, 0x40) })).toBe('non-canonical');
    expect(reason({ commD: flipped(seal.commD, 0, 1) })).not.toBe('accepted');
    expect(reason({ commR: flipped(seal.commR, 0, 1) })).toBe('commr-mismatch');
    expect(reason({ proof: flipped(proof, 8, 1) })).toBe('commd-mismatch');
  });

  it('binds the number of challenges, the layers and the size', () => {
    const with_ = (change: Partial<SealParams>) =>
      verifySeal({ ...seal, params: { ...seal.params, ...change } });
    expect(with_({ porepChallenges: 1 }).ok).toBe(false);
    expect(with_({ porepChallenges: 3 }).ok).toBe(false);
    expect(with_({ layers: 1 }).ok).toBe(false);
    expect(with_({ layers: 3 }).ok).toBe(false);
    expect(with_({ sectorBytes: 4096 }).ok).toBe(false);
    // Rows that a node chose not to store leave no trace in a proof.
    expect(with_({ droppedRows: 5 }).ok).toBe(true);
  });

  it('never throws on hostile bytes', () => {
    const header = seal.proof.subarray(0, 8);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: seal.proof.length + 64 }), (bytes) => {
        const withHeader = new Uint8Array([...header, ...bytes]).subarray(0, seal.proof.length);
        expect(verifySeal({ ...seal, proof: bytes }).ok).toBe(false);
        expect(verifySeal({ ...seal, proof: withHeader }).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(63)), (stream) => {
        const bytes = Uint8Array.from(seal.proof, (byte, i) =>
          i < 8 ? byte : stream.next().value,
        );
        expect(verifySeal({ ...seal, proof: bytes }).ok).toBe(false);
      }),
      { numRuns: 20 },
    );
  });
});

describe('verifyWindowPoSt', () => {
  it('accepts the proof, with either hash', () => {
    expect(verifyWindowPoSt(post)).toEqual({ ok: true });
    expect(verifyWindowPoStPure(post)).toEqual({ ok: true });
    expect(post.proof.length).toBe(windowPostProofBytes(post.params));
  });

  it('rejects thousands of changed bytes', () => {
    const accepted: number[] = [];
    for (let at = 0; at < post.proof.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const proof = flipped(post.proof, at, 1 << bit);
        if (verifyWindowPoSt({ ...post, proof }).ok) accepted.push(at);
      }
    }
    expect(accepted).toEqual([]);
  });

  it('rejects another period, chain, deal, slot, generation, sector and replica', () => {
    const cases: Partial<VerifyWindowPoStInput>[] = [
      { seed: slotPostSeed(BEACON, DEAL, 3, 1, CHAIN) },
      { seed: slotPostSeed(PERIOD_SEED, DEAL, 3, 1, 314) },
      { seed: slotPostSeed(PERIOD_SEED, OTHER_DEAL, 3, 1, CHAIN) },
      { seed: slotPostSeed(PERIOD_SEED, DEAL, 4, 1, CHAIN) },
      { seed: slotPostSeed(PERIOD_SEED, DEAL, 3, 2, CHAIN) },
      { sectorId: sectorIdOf(DEAL, 4, 1) },
      { commR: flipped(post.commR, 5, 1) },
      { params: { ...post.params, postChallenges: 1 } },
      { params: { ...post.params, sectorBytes: 4096 } },
    ];
    for (const change of cases) expect(verifyWindowPoSt({ ...post, ...change }).ok).toBe(false);
  });

  it('is no PoRep, and a PoRep is no PoSt', () => {
    expect(verifyWindowPoSt({ ...post, proof: seal.proof }).ok).toBe(false);
    expect(verifySeal({ ...seal, proof: post.proof }).ok).toBe(false);
  });

  it('takes a seed with or without its top two bits', () => {
    const seed = post.seed.slice();
    seed[31]! |= 0xc0;
    expect(verifyWindowPoSt({ ...post, seed })).toEqual({ ok: true });
  });

  it('never throws on hostile bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const framed = post.proof.slice();
        framed.set(bytes.subarray(0, framed.length - 40), 40);
        expect(verifyWindowPoSt({ ...post, proof: bytes }).ok).toBe(false);
        // Few bytes can be those that stand there.
        const isSame = framed.every((byte, i) => byte === post.proof[i]);
        expect(verifyWindowPoSt({ ...post, proof: framed }).ok).toBe(isSame);
      }),
    );
  });
});

describe('the hashes of node:crypto', () => {
  it('are those of the portable code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(nodeBlake2b512(bytes)).toEqual(defaultBlake2b512(bytes));
        expect(nodeSha256(bytes)).toEqual(defaultSha256(bytes));
      }),
    );
  });
});

describe('createVerifierPool', () => {
  it('verifies in threads and ends', async () => {
    const pool = createVerifierPool({ maxThreads: 1 });
    const bad = { ...post, proof: flipped(post.proof, 100, 1) };
    expect(await pool.verifySeal(seal)).toEqual({ ok: true });
    expect(await pool.verifyWindowPoSt(post)).toEqual({ ok: true });
    expect((await pool.verifyWindowPoSt(bad)).ok).toBe(false);
    await pool.close();
    await createVerifierPool().close();
  });
});
