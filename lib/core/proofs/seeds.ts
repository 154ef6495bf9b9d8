import { encodeAbiParameters, hexToBytes, keccak256, parseAbiParameters } from 'viem';
import { truncate254 } from './bytes';
import type { Hex } from './types';

const U64 = (1n << 64n) - 1n;
const SLOT = parseAbiParameters('address deal, uint16 slot, uint16 generation');
const TICKET = parseAbiParameters('address deal, uint16 slot, uint16 generation, bytes32 seed');
const CHAINED = parseAbiParameters(
  'bytes32 seed, uint256 chainId, address deal, uint16 slot, uint16 generation',
);

/** sectorId = low 64 bits of keccak256(abi.encode(deal, slot, generation)). */
export function sectorIdOf(deal: Hex, slot: number, generation: number): bigint {
  return BigInt(keccak256(encodeAbiParameters(SLOT, [deal, slot, generation]))) & U64;
}

/** Seal randomness: keccak256(abi.encode(deal, slot, generation, publicationSeed)), 32 bytes used raw. */
export function ticketOf(
  deal: Hex,
  slot: number,
  generation: number,
  publicationSeed: Hex,
): Uint8Array {
  return hexToBytes(
    keccak256(encodeAbiParameters(TICKET, [deal, slot, generation, publicationSeed])),
  );
}

/**
 * Seed of one slot's Window PoSt: T(keccak256(abi.encode(periodSeed, chainId, deal, slot, generation))).
 * Returned with its top two bits cleared already.
 */
export function slotPostSeed(
  periodSeed: Hex,
  deal: Hex,
  slot: number,
  generation: number,
  chainId: bigint | number,
): Uint8Array {
  const values = [periodSeed, BigInt(chainId), deal, slot, generation] as const;
  return truncate254(hexToBytes(keccak256(encodeAbiParameters(CHAINED, values))));
}

/** Interactive PoRep seed: keccak256(abi.encode(beaconValue, chainId, deal, slot, generation)), used raw. */
export function interactiveSeedOf(
  beaconValue: Hex,
  chainId: bigint | number,
  deal: Hex,
  slot: number,
  generation: number,
): Uint8Array {
  const values = [beaconValue, BigInt(chainId), deal, slot, generation] as const;
  return hexToBytes(keccak256(encodeAbiParameters(CHAINED, values)));
}

/** keccak256 of a proof body: what a node puts on chain. */
export function proofDigest(proof: Uint8Array): Hex {
  return keccak256(proof);
}
