import { encodePacked, keccak256, pad, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import {
  interactiveSeedOf,
  porepId,
  proofDigest,
  proverIdOf,
  registeredSealProof,
  replicaId,
  sectorIdOf,
  slotPostSeed,
  ticketOf,
} from './index';

const DEAL = '0x00000000000000000000000000000000000000aa' as const;
const SEED = `0x${'5e'.repeat(32)}` as const;
const KIB = 1024;
const MIB = 1024 * KIB;
const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;
/** One 32-byte word of the ABI encoding. */
const word = (value: bigint | number) => pad(toHex(value), { size: 32 });
const words = (...values: (`0x${string}` | bigint | number)[]) =>
  keccak256(
    `0x${values.map((value) => pad(typeof value === 'string' ? value : word(value), { size: 32 }).slice(2)).join('')}`,
  );

describe('registeredSealProof', () => {
  it.each([
    [2 * KIB, 2, 5n],
    [8 * MIB, 2, 6n],
    [512 * MIB, 2, 7n],
    [512 * MIB, 3, 0x4d5350000000031dn],
    [MIB, 2, 0x4d53500000000214n],
    [4 * KIB, 1, 0x4d5350000000010cn],
  ])('of %i bytes with %i layers', (bytes, layers, id) => {
    expect(registeredSealProof(bytes, layers)).toBe(id);
  });

  it('refuses sizes that do not exist', () => {
    for (const bytes of [0, 1024, 3000, 2 ** 31, Number.NaN]) {
      expect(() => registeredSealProof(bytes, 2)).toThrow(/seal proof/);
    }
  });
});

describe('ids', () => {
  it('porepId of 512 MiB is 07 and zeros', () => {
    expect(hex(porepId(512 * MIB, 2))).toBe(`0x07${'00'.repeat(31)}`);
  });

  it('proverId is the address and zeros', () => {
    expect(hex(proverIdOf(DEAL))).toBe(`${DEAL}${'00'.repeat(12)}`);
    expect(() => proverIdOf('0x12')).toThrow(/address/);
  });

  it('replicaId hashes every input and fits 254 bits', () => {
    const inputs = {
      proverId: proverIdOf(DEAL),
      sectorId: 7n,
      ticket: new Uint8Array(32).fill(0xff),
      commD: new Uint8Array(32).fill(1),
      porepId: porepId(2 * KIB, 2),
    };
    const id = replicaId(inputs);
    expect(id[31]! & 0xc0).toBe(0);
    const others = [
      { ...inputs, proverId: new Uint8Array(32) },
      { ...inputs, sectorId: 8n },
      { ...inputs, ticket: new Uint8Array(32).fill(0xfe) },
      { ...inputs, commD: new Uint8Array(32) },
      { ...inputs, porepId: porepId(8 * MIB, 2) },
    ].map((changed) => hex(replicaId(changed)));
    expect(new Set([hex(id), ...others]).size).toBe(6);
  });
});

describe('seeds', () => {
  it('are hashes of full-width words', () => {
    expect(sectorIdOf(DEAL, 2, 1)).toBe(BigInt(words(DEAL, 2, 1)) & 0xffff_ffff_ffff_ffffn);
    expect(hex(ticketOf(DEAL, 2, 1, SEED))).toBe(words(DEAL, 2, 1, SEED));
    expect(hex(interactiveSeedOf(SEED, 314n, DEAL, 2, 1))).toBe(words(SEED, 314, DEAL, 2, 1));
  });

  it('of a PoSt is masked to 254 bits', () => {
    const raw = Buffer.from(words(SEED, 314, DEAL, 2, 1).slice(2), 'hex');
    raw[31]! &= 0x3f;
    expect(hex(slotPostSeed(SEED, DEAL, 2, 1, 314))).toBe(hex(raw));
  });

  it('digest is keccak256 of the body', () => {
    const body = Uint8Array.of(1, 2, 3);
    expect(proofDigest(body)).toBe(keccak256(encodePacked(['bytes'], [toHex(body)])));
  });
});
