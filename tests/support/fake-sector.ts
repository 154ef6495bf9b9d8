import { randomBytes } from 'node:crypto';
import { bytesToHex, type Hex } from 'viem';
import { nodesOf, sectorIdOf, slotPostSeed } from '@/lib/core/proofs';
import { commit, provePost } from '@/lib/core/proofs/testing/reference-prover';
import { sealParamsOf } from '@/lib/server/agents/proof-body';

const SECTOR_BYTES = 2048;

/** Random bytes that are below the field's order. */
function element(): Uint8Array {
  const bytes = new Uint8Array(randomBytes(32));
  bytes[31]! %= 0x73;
  return bytes;
}

const elements = () => Array.from({ length: nodesOf(SECTOR_BYTES) }, element);

/**
 * A sector of the smallest size that was never sealed: its proofs of spacetime are true, for whoever
 * takes its CommR on trust, as a chain does whose verifier accepted the PoRep.
 */
export class FakeSector {
  private readonly claim = {
    data: elements(),
    labels: [elements(), elements()],
    sealed: elements(),
  };
  readonly commR: Hex = bytesToHex(commit(this.claim).commR);

  /** PoSt of a slot for a period with this seed. */
  prove(periodSeed: Hex, deal: Hex, slot: number, generation: number): Hex {
    const seed = slotPostSeed(periodSeed, deal, slot, generation, 31337);
    const sectorId = sectorIdOf(deal, slot, generation);
    const params = sealParamsOf(SECTOR_BYTES);
    return bytesToHex(provePost(params, sectorId, seed, this.claim));
  }
}
