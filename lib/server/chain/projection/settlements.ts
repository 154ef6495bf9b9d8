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
  // The verifier takes it into the slot's account when it closes the next period.
  async DisputeCredited(projection, args, event) {
    const row = await add(projection, event, args, 'settledAmount');
    if (!row) return;
    const { dealId, index, generation } = row;
    const { period, periods } = args;
    const id = { dealId, index, generation, period };
    // A rebuild may find the row, with what the account has taken of it.
    await projection.tx.creditedDispute.upsert({
      where: { dealId_index_generation_period: id },
      create: { ...id, periods },
      update: { periods },
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
