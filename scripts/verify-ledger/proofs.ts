import { hexToBytes, keccak256 } from 'viem';
import type { VerdictEntry } from '@/lib/core/deals';
import { sectorIdOf, slotPostSeed, verifyWindowPoSt } from '@/lib/core/proofs';
import { type Network, profiles } from '@/lib/core/protocol';
import type { ChainSlot } from './chain';
import { nameOf } from './leaves';

/** Why the verdict on a published proof is wrong, or null if it is right. */
export function faultOfProof(
  entry: VerdictEntry,
  proof: Uint8Array,
  slot: ChainSlot,
  seed: `0x${string}`,
  { profile, chainId }: Network,
): string | null {
  if (keccak256(proof) !== entry.digest) return `${nameOf(entry)}: the proof shown is another one`;
  const { deal, slot: index, generation } = entry.leaf;
  const { layers, porepChallenges, postChallenges, droppedRows } = profiles[profile];
  const sectorBytes = Number(slot.sectorBytes);
  const result = verifyWindowPoSt({
    params: { sectorBytes, layers, porepChallenges, postChallenges, droppedRows },
    sectorId: sectorIdOf(deal, index, generation),
    commR: hexToBytes(slot.commR),
    seed: slotPostSeed(seed, deal, index, generation, chainId),
    proof,
  });
  if (result.ok === (entry.verdict === 'accepted')) return null;
  const found = result.ok ? 'is valid' : `is not valid (${result.reason})`;
  return `${nameOf(entry)}: ${entry.verdict}, but its proof ${found}`;
}
