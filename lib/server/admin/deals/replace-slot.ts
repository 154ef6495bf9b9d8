import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { enqueue } from '@/lib/server/jobs';
import { chainProgress, jobKeys, lockDeal } from '@/lib/server/lifecycle';
import { planningClock } from '@/lib/server/planning';
import { chooseReplacement } from '@/lib/server/repair/choose-replacement';
import { currentSlots } from '@/lib/server/repair/slot-row';
import { recordDeed } from '../audit';
import { findDealId } from './find-deal';
import { replaceability } from './replaceable';

/** The slot as the administrator saw it: a newer generation is another slot. */
export interface SlotRef {
  deal: string;
  slot: number;
  generation: number;
}

async function replaceableSlot(dealId: string, ref: SlotRef) {
  const deal = await db().$transaction((tx) => lockDeal(tx, dealId));
  const slot = (await currentSlots(db(), dealId)).find((row) => row.index === ref.slot);
  if (!deal || !slot) throw new AppError('SLOT_NOT_FOUND', 'There is no such slot in this deal.');
  if (slot.generation !== ref.generation) {
    throw new AppError('SLOT_WRONG_STATE', 'Another node has taken this slot meanwhile.', {
      details: { generation: slot.generation },
    });
  }
  const progress = await chainProgress();
  const now = progress ? Number(progress.timestamp) : Date.now() / 1000;
  const found = replaceability(deal, slot, now);
  if ('obstacle' in found) throw new AppError('SLOT_WRONG_STATE', found.obstacle);
  return { deal, slot, reason: found.reason };
}

/**
 * Has a slot given to another node: the repair job chooses it again, fetches the shard where that is
 * needed, and sends `replaceNode`.
 * @throws AppError `DEAL_NOT_FOUND`, `SLOT_NOT_FOUND`, `SLOT_WRONG_STATE`, `REPAIR_NO_NODE`
 */
export async function replaceSlot(actor: Address, ref: SlotRef) {
  const dealId = await findDealId(ref.deal);
  const { deal, slot, reason } = await replaceableSlot(dealId, ref);
  const plan = await chooseReplacement(deal, slot, { clock: await planningClock() });
  if (!plan) {
    throw new AppError('REPAIR_NO_NODE', 'No node is free that could take this slot now.');
  }
  const { index, generation, node } = slot;
  await db().$transaction(async (tx) => {
    const payload = { dealId, slot: index, generation, reason };
    await enqueue('repair', payload, {
      singletonKey: jobKeys.repair(dealId, index, generation),
      tx,
    });
    const target = `${dealId}/${index}/${generation}`;
    const details = { node, reason, likely: plan.node };
    await recordDeed(tx, { actor, action: 'slot.replace', target, details });
  });
  return { dealId, slot: index, reason };
}
