import type { Logger } from 'pino';
import { encodeFunctionData, type Hex } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import { type ReplaceReason, replaceReasons } from '@/lib/core/chain/types';
import type { SlotPlan } from '@/lib/core/deals';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { db, type Tx, toBig } from '@/lib/server/db';
import { lockShards } from '@/lib/server/encoding';
import { enqueue, type QueuePayloads } from '@/lib/server/jobs';
import {
  attemptsOf,
  type DealRow,
  jobKeys,
  lockDeal,
  publishedRow,
  queueRetried,
} from '@/lib/server/lifecycle';
import { objectStore } from '@/lib/server/object-store';
import { planningClock } from '@/lib/server/planning';
import { chooseReplacement } from './choose-replacement';
import { ensureShard } from './ensure-shard';
import { fitsState, parseReason } from './reason';
import { currentSlots, type SlotRow } from './slot-row';

/** Who may stop the work, and where it tells of itself. */
export interface RepairContext {
  signal: AbortSignal;
  log: Logger;
}

const keyOf = (deal: DealRow, slot: SlotRow) =>
  `replace:${deal.address}:${slot.index}:${slot.generation + 1}`;

/** The slot, while it is still the newest generation and in a state that the reason fits. */
async function replaceable(
  tx: Tx,
  deal: DealRow,
  index: number,
  generation: number,
  reason: ReplaceReason,
): Promise<SlotRow | null> {
  if ((deal.status !== 'PENDING' && deal.status !== 'ACTIVE') || !deal.address) return null;
  const slot = (await currentSlots(tx, deal.id)).find((row) => row.index === index);
  if (!slot || slot.generation !== generation || !fitsState(slot, reason)) return null;
  return slot;
}

/** A node dearer than the one before may be more than the deal's money allows. */
async function ceilingOf(deal: DealRow, slot: SlotRow): Promise<bigint | undefined> {
  const attempts = await attemptsOf(db(), keyOf(deal, slot));
  const isTooDear = attempts.some((attempt) => attempt.errorCode === 'RUNWAY_TOO_SHORT');
  return isTooDear ? toBig(slot.rate) : undefined;
}

async function queueReplacement(
  tx: Tx,
  deal: DealRow,
  slot: SlotRow,
  plan: SlotPlan,
  reason: ReplaceReason,
): Promise<boolean> {
  const { first, path } = await publishedRow(tx, deal.id, slot.index);
  const args = [plan, replaceReasons.indexOf(reason), first, path] as const;
  const { isNew } = await queueRetried(tx, {
    idempotencyKey: keyOf(deal, slot),
    signer: 'portal',
    kind: 'replaceNode',
    to: deal.address as Hex,
    data: encodeFunctionData({ abi: storageDealAbi, functionName: 'replaceNode', args }),
    dealId: deal.id,
  });
  return isNew;
}

/** True if a replacement of this generation is on its way or done. */
async function isUnderWay(deal: DealRow, slot: SlotRow): Promise<boolean> {
  const last = (await attemptsOf(db(), keyOf(deal, slot))).at(-1);
  return last !== undefined && last.status !== 'FAILED';
}

/** Seconds until it is looked again whether a shard has been restored, or a node is free. */
const LOOK_AGAIN_SECONDS = 15;

/** For a live slot the housekeeper does not ask, and an invalid proof may have been the last one. */
async function askAgain(request: QueuePayloads['repair']): Promise<void> {
  const { dealId, slot, generation } = request;
  await enqueue('repair', request, {
    singletonKey: jobKeys.repair(dealId, slot, generation),
    startAfterSeconds: LOOK_AGAIN_SECONDS,
  });
}

/**
 * Gives a slot to another node: chooses one, makes sure that it can fetch the shard, and hands
 * `replaceNode` to the transaction sender. Where no node is free or the shard has to be fetched
 * first, nothing happens yet and the job comes again.
 */
export async function repairSlot(
  request: QueuePayloads['repair'],
  context: RepairContext,
): Promise<void> {
  const { dealId, slot: index, generation } = request;
  const reason = parseReason(request.reason);
  const deal = await db().$transaction((tx) => lockDeal(tx, dealId));
  const slot = deal && (await replaceable(db(), deal, index, generation, reason));
  if (!slot || (await isUnderWay(deal, slot))) return;
  const clock = await planningClock();
  const plan = await chooseReplacement(deal, slot, {
    clock,
    maxRate: await ceilingOf(deal, slot),
  });
  if (!plan) {
    context.log.warn({ dealId, slot: index, reason }, 'no node is free to take the slot');
    // Who breaks promises may keep them again: then the next broken one asks.
    if (reason !== 'Unhealthy') await askAgain(request);
    return;
  }
  if (!(await ensureShard(deal, slot, context.signal))) return askAgain(request);
  const isNew = await db().$transaction(async (tx) => {
    // Against the collector of garbage: once the replacement is in the outbox the shard stays.
    await lockShards(tx, [slot.commD]);
    if ((await objectStore().stat(objectKeys.shard(slot.commD))) === null) return null;
    const locked = await lockDeal(tx, dealId);
    const still = locked && (await replaceable(tx, locked, index, generation, reason));
    return still ? queueReplacement(tx, locked, still, plan, reason) : false;
  });
  if (isNew === null) return askAgain(request);
  if (isNew) context.log.info({ dealId, slot: index, reason, node: plan.node }, 'replacing');
}
