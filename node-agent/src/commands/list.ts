import { readConfig } from '../store/config';
import type { Home } from '../store/home';
import { readSlotRecords } from '../store/slots';

/** One slot for the operator. */
export interface SlotLine {
  deal: string;
  slot: number;
  generation: number;
  phase: string;
  sectorBytes: number;
  rate: bigint;
  lastProofPeriod?: bigint;
  problem?: string;
}

/** The slots of a home, by deal. @throws AppError `AGENT_CONFIG_*`, `AGENT_STATE_INVALID` */
export async function list(home: Home): Promise<SlotLine[]> {
  await readConfig(home.config);
  const records = await readSlotRecords(home);
  return records.map(({ offer, phase, lastProof, unreadable, failure, refusal }) => ({
    deal: offer.deal,
    slot: offer.slot,
    generation: offer.generation,
    phase,
    sectorBytes: offer.sectorBytes,
    rate: offer.rate,
    lastProofPeriod: lastProof?.period,
    problem: unreadable ?? failure?.message ?? refusal,
  }));
}
