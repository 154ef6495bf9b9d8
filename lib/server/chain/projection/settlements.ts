import { acceptDisputed } from '@/lib/core/deals';
import { toDecimal } from '@/lib/server/db';
import { dealAt } from './deals';
import { defineProjectors } from './define';
import type { ChainEventItem, Projection } from './types';

/** Payments → the money columns of `Slot`. */
export const settlementProjectors = defineProjectors({
  async Settled(projection, args, event) {
    const row = await add(projection, event, args, 'settledAmount');
    if (!row || args.amount === 0n) return;
    const { slot, generation, amount } = args;
    projection.effects.tell(
      row.node,
      'settled',
      { deal: event.address, slot, generation, amount: amount.toString() },
      `${event.address}:${slot}:${generation}:${args.provenPeriods}`,
    );
  },
  // From then on the verifier takes the proof for accepted: what comes after is counted from it.
  async DisputeCredited(projection, args, event) {
    const row = await add(projection, event, args, 'settledAmount');
    if (!row || args.period <= row.lastAccepted) return;
    const { dealId, index, generation } = row;
    const accepted = acceptDisputed(row, args.period, BigInt(row.hoursMap));
    await projection.tx.slot.update({
      where: { dealId_index_generation: { dealId, index, generation } },
      data: {
        lastAccepted: accepted.lastAccepted,
        missedSince: accepted.missedSince,
        waypoints: accepted.waypoints,
      },
    });
  },
  async SealRewardPaid(projection, args, event) {
    await add(projection, event, args, 'sealReward');
  },
});

async function add(
  projection: Projection,
  event: ChainEventItem,
  paid: { slot: number; generation: number; amount: bigint },
  column: 'settledAmount' | 'sealReward',
) {
  const deal = await dealAt(projection, event.address);
  if (!deal) return undefined;
  const { slot: index, generation } = paid;
  return projection.tx.slot.update({
    where: { dealId_index_generation: { dealId: deal.id, index, generation } },
    data: { [column]: { increment: toDecimal(paid.amount) } },
  });
}
