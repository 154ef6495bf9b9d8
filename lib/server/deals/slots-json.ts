import type { DealSnapshotJson } from '@/lib/core/protocol/deals';
import { type Prisma, toBig } from '@/lib/server/db';
import { orNone, periodText } from './summary';

type SlotRow = Prisma.SlotGetPayload<Record<string, never>>;
type SlotJson = DealSnapshotJson['slots'][number];

/** A row of `Slot` as the client sees it. */
export function slotJson(slot: SlotRow): SlotJson {
  return {
    slot: slot.index,
    generation: slot.generation,
    node: slot.node,
    payout: slot.payout,
    rate: toBig(slot.rate).toString(),
    maxSpan: slot.maxSpan,
    hoursMap: slot.hoursMap,
    commD: slot.commD,
    state: slot.state,
    endReason: orNone(slot.endReason),
    commR: orNone(slot.commR),
    digest: orNone(slot.proofDigest),
    preCommits: slot.preCommits,
    start: periodText(slot.start),
    end: periodText(slot.end),
    provenPeriods: slot.provenPeriods.toString(),
    fulfilments: slot.fulfilments,
    commitments: slot.commitments,
    lastAccepted: slot.lastAccepted.toString(),
    settledAmount: toBig(slot.settledAmount).toString(),
    sealReward: toBig(slot.sealReward).toString(),
  };
}

/** Slots whose sector is sealed and accepted. */
export function provedSlots(slots: readonly SlotRow[]): number {
  return slots.filter(({ state }) => state === 'PROVED' || state === 'LIVE').length;
}
