import { hexToBytes } from 'viem';
import {
  type Hex,
  interactiveSeedOf,
  proverIdOf,
  type SealParams,
  sectorIdOf,
  slotPostSeed,
  ticketOf,
} from '@/lib/core/proofs';
import { serverEnv } from '@/lib/server/env';
import { profile } from '@/lib/server/lifecycle';

/** A slot generation as the chain knows it, with what its proofs are checked against. */
export interface ProvenSlot {
  deal: Hex;
  slot: number;
  generation: number;
  node: Hex;
  sectorBytes: number;
  commD: Hex;
  commR: Hex;
}

/** Shape of all proofs of a sector of this size in this network. */
export function sealParams(sectorBytes: number): SealParams {
  const { layers, porepChallenges, postChallenges, droppedRows } = profile();
  return { sectorBytes, layers, porepChallenges, postChallenges, droppedRows };
}

/** Everything that `verifySeal` needs but the proof itself. */
export function sealInputs(slot: ProvenSlot, chain: { publicationSeed: Hex; beaconValue: Hex }) {
  const { deal, generation } = slot;
  const { chainId } = serverEnv();
  return {
    params: sealParams(slot.sectorBytes),
    proverId: proverIdOf(slot.node),
    sectorId: sectorIdOf(deal, slot.slot, generation),
    ticket: ticketOf(deal, slot.slot, generation, chain.publicationSeed),
    seed: interactiveSeedOf(chain.beaconValue, chainId, deal, slot.slot, generation),
    commD: hexToBytes(slot.commD),
    commR: hexToBytes(slot.commR),
  };
}

/** Everything that `verifyWindowPoSt` needs but the proof itself. */
export function postInputs(slot: ProvenSlot, periodSeed: Hex) {
  const { deal, generation } = slot;
  return {
    params: sealParams(slot.sectorBytes),
    sectorId: sectorIdOf(deal, slot.slot, generation),
    commR: hexToBytes(slot.commR),
    seed: slotPostSeed(periodSeed, deal, slot.slot, generation, serverEnv().chainId),
  };
}
