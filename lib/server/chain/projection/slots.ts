import { replaceReasons } from '@/lib/core/chain/types';
import { slotsDigestOf } from '@/lib/core/deals';
import type { Hex } from '@/lib/core/protocol/primitives';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { toDecimal } from '@/lib/server/db';
import type { Deal } from '@/lib/server/db/generated/client';
import { jobKeys } from '@/lib/server/lifecycle';
import type { ArgsOf } from './args';
import { dealAt } from './deals';
import { defineProjectors } from './define';
import type { ChainEventItem, Projection } from './types';

type Plan = ArgsOf<'SlotPlanned'>['plan'];

/** Events of slots and their generations → `Slot` rows. */
export const slotProjectors = defineProjectors({
  async SlotPlanned(projection, args, event) {
    const { tx, scope } = projection;
    const { node } = args.plan;
    // A publication reserves with its rows; CapacityReserved is about replacements.
    if (!scope || scope.nodes.has(node)) {
      const data = { reservedBytes: { increment: args.reservedBytes } };
      await tx.node.update({ where: { operator: node }, data });
    }
    if (scope && !scope.deals.has(args.deal)) return;
    const deal = await dealAt(projection, args.deal);
    if (deal) await offer(projection, deal, args.deal, args.plan, event);
  },

  async PreCommitted(projection, args, event) {
    const where = await slotAt(projection, args, event);
    if (!where) return;
    await projection.tx.slot.update({
      where,
      data: {
        state: 'PRECOMMITTED',
        preCommits: args.attempt,
        preCommitEpoch: args.epoch,
        commR: args.commR,
        proofDigest: null,
        beaconValue: null,
      },
    });
  },

  async CommitProved(projection, args, event) {
    const where = await slotAt(projection, args, event);
    if (!where) return;
    const { tx, effects } = projection;
    await tx.slot.update({
      where,
      data: { proofDigest: args.digest, beaconValue: args.beaconValue },
    });
    const { dealId } = where.dealId_index_generation;
    const { slot, generation, digest } = args;
    const key = { dealId, slot, generation, digest };
    const submission = await tx.porepSubmission.findUnique({
      where: { dealId_slot_generation_digest: key },
      select: { id: true },
    });
    if (!submission) return; // the body is still on its way; taking it in queues the check
    effects.queue('verify-porep', { submissionId: submission.id }, jobKeys.porep(submission.id));
  },

  async PoRepRecorded(projection, args, event) {
    const where = await slotAt(projection, args, event);
    if (!where) return;
    const { tx, effects } = projection;
    const { slot, generation, digest, accepted } = args;
    const row = await tx.slot.update({
      where,
      data: { state: accepted ? 'PROVED' : 'OFFERED', proofDigest: accepted ? digest : null },
    });
    const where2 = { dealId: row.dealId, slot, generation, digest };
    await tx.porepSubmission.updateMany({
      where: where2,
      data: { recordedAt: new Date(Number(event.timestamp) * 1000) },
    });
    const submission = await tx.porepSubmission.findFirst({ where: where2 });
    const reason = accepted ? undefined : (submission?.reason ?? undefined);
    const payload = { deal: event.address, slot, generation, accepted, reason };
    effects.tell(row.node, 'porep.verdict', payload, `${key(event, args)}:${digest}`);
    if (accepted) await tellWhenReady(projection, row.dealId, event);
  },

  async SlotRefused(projection, args, event) {
    const where = await slotAt(projection, args, event);
    if (!where) return;
    await projection.tx.slot.update({ where, data: { state: 'VACANT' } });
    const { dealId } = where.dealId_index_generation;
    const { slot, generation } = args;
    projection.effects.queue(
      'repair',
      { dealId, slot, generation, reason: 'Refused' },
      jobKeys.repair(dealId, slot, generation),
    );
  },

  async NodeReplaced(projection, args, event) {
    const deal = await dealAt(projection, event.address);
    if (!deal) return;
    const { tx, effects } = projection;
    const { slot, plan } = args;
    const generation = plan.generation - 1;
    await tx.slot.updateMany({
      where: { dealId: deal.id, index: slot, generation },
      data: { state: 'ENDED', endReason: replaceReasons[args.reason] ?? String(args.reason) },
    });
    const payload = { deal: event.address, slot, generation };
    effects.tell(args.oldNode, 'slot.replaced', payload, key(event, { slot, generation }));
    if (deal.chainState === 'Pending') {
      const slotsDigest = slotsDigestOf(deal.slotsDigest as Hex, [plan]);
      await tx.deal.update({ where: { id: deal.id }, data: { slotsDigest } });
    }
    await offer(projection, deal, event.address, plan, event);
  },

  async SlotLive(projection, args, event) {
    const where = await slotAt(projection, args, event);
    if (!where) return;
    const data = { state: 'LIVE', start: args.startPeriod } as const;
    await projection.tx.slot.update({ where, data });
  },

  // The slot stays live until then; promises and pay end there.
  async SlotEndSet(projection, args, event) {
    const where = await slotAt(projection, args, event);
    if (where) await projection.tx.slot.update({ where, data: { end: args.endPeriod } });
  },

  async SlotEnded(projection, args, event) {
    const where = await slotAt(projection, args, event);
    if (!where) return;
    // 0: it never was live
    const end = args.endPeriod === 0n ? null : args.endPeriod;
    const before = await projection.tx.slot.findUniqueOrThrow({ where });
    // A refused slot has no holder whom the deal's end concerns.
    const endReason = before.state === 'VACANT' ? 'Refused' : undefined;
    await projection.tx.slot.update({ where, data: { state: 'ENDED', end, endReason } });
  },
});

interface SlotKey {
  slot: number;
  generation: number;
}

const key = (event: ChainEventItem, { slot, generation }: SlotKey) =>
  `${event.address}:${slot}:${generation}`;

/** Where the row of a slot is; null for a deal of another portal. */
async function slotAt(
  projection: Projection,
  { slot, generation }: SlotKey,
  event: ChainEventItem,
) {
  const deal = await dealAt(projection, event.address);
  if (!deal) return null;
  return { dealId_index_generation: { dealId: deal.id, index: slot, generation } };
}

async function offer(
  projection: Projection,
  deal: Deal,
  address: Hex,
  plan: Plan,
  event: ChainEventItem,
): Promise<void> {
  const { tx, effects, seenSlots } = projection;
  const { slot, generation } = plan;
  const id = { dealId: deal.id, index: slot, generation };
  const onChain = {
    node: plan.node,
    payout: plan.payout,
    rate: toDecimal(plan.rate),
    maxSpan: plan.maxSpan,
    hoursMap: hoursMapHex(plan.hoursMap),
    commD: plan.commD,
    state: 'OFFERED' as const,
    endReason: null,
    offeredAt: new Date(Number(event.timestamp) * 1000),
  };
  // A rebuild finds the row with the verifier's figures in it and must not lose them.
  await tx.slot.upsert({
    where: { dealId_index_generation: id },
    create: { ...id, ...onChain },
    update: onChain,
  });
  seenSlots.add(`${deal.id}/${slot}/${generation}`);
  effects.tell(
    plan.node,
    'slot.offered',
    { deal: address, slot, generation },
    `${address}:${slot}:${generation}`,
  );
}

/** The client may start the deal once each slot's newest generation is proved. */
async function tellWhenReady(
  projection: Projection,
  dealId: string,
  event: ChainEventItem,
): Promise<void> {
  const deal = await projection.tx.deal.findUniqueOrThrow({ where: { id: dealId } });
  if (deal.chainState !== 'Pending') return;
  const states = await projection.tx.slot.groupBy({
    by: ['state'],
    where: { dealId, state: { not: 'ENDED' } },
    _count: true,
  });
  if (states.some((row) => row.state !== 'PROVED')) return;
  const payload = { dealId, deal: event.address };
  projection.effects.tell(deal.client, 'deal.ready-to-start', payload, event.address);
}
