import { bytesToHex, type Hex } from 'viem';
import { nodesOf, postChallenges, sectorIdOf, slotPostSeed, treeDepth } from '@/lib/core/proofs';
import { hashPair } from '@/lib/core/proofs/merkle';
import { proofHeader } from '@/lib/core/proofs/proof-header';
import { profiles } from '@/lib/core/protocol';
import { SECTOR_BYTES } from './chain-world';

const sectorBytes = Number(SECTOR_BYTES);
const { layers, porepChallenges, postChallenges: challenges } = profiles.production;
const params = { sectorBytes, layers, porepChallenges, postChallenges: challenges, droppedRows: 0 };
const commC = new Uint8Array(32).fill(7);

/** Roots of trees of zeros by their height. */
const zeros: Uint8Array[] = [new Uint8Array(32)];
for (let i = 0; i < treeDepth(sectorBytes); i++) zeros.push(hashPair(zeros[i]!, zeros[i]!));

/** A sector of nothing but zeros: whatever is asked of it, the answer is known without storing it. */
export const zeroCommR: Hex = bytesToHex(hashPair(commC, zeros.at(-1)!));

/** True PoSt of the sector of zeros for a slot and a period's seed. */
export function proveZeros(periodSeed: Hex, deal: Hex, slot: number, generation: number): Hex {
  const seed = slotPostSeed(periodSeed, deal, slot, generation, 31337);
  const sectorId = sectorIdOf(deal, slot, generation);
  const asked = postChallenges(seed, sectorId, nodesOf(sectorBytes), challenges);
  const openings = asked.flatMap(() => [zeros[0]!, ...zeros.slice(0, -1)]);
  const body = [proofHeader('windowPost', params), commC, ...openings];
  return bytesToHex(Uint8Array.from(body.flatMap((part) => [...part])));
}
