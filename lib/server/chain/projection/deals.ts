import type { JsonValue } from '@/lib/core/chain';
import type { ChainDealState } from '@/lib/core/chain/types';
import { type Prisma, toDecimal } from '@/lib/server/db';
import type { Deal } from '@/lib/server/db/generated/client';
import { defineProjectors } from './define';
import type { Projection } from './types';

const toDate = (unixSeconds: bigint) => new Date(Number(unixSeconds) * 1000);

/** Math.min for bigints. */
function least(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

/** The portal's row of a deal contract; null when the deal was published by another portal. */
export function dealAt({ tx }: Projection, address: string): Promise<Deal | null> {
  return tx.deal.findUnique({ where: { address } });
}

/** Factory and deal events → `Deal` rows. */
export const dealProjectors = defineProjectors({
  async DealPublished({ tx, effects }, args, event) {
    const deal = await tx.deal.findFirst({ where: { confirmedPlanId: args.planId } });
    if (!deal) return;
    await tx.deal.update({
      where: { id: deal.id },
      data: {
        status: 'PENDING',
        chainState: state('Pending'),
        address: args.deal,
        publicationSeed: args.publicationSeed,
        publishBlock: args.publishEpoch,
        slotsRoot: args.slotsRoot,
        slotsDigest: args.slotsRoot,
        terms: (event.args as { terms: JsonValue }).terms as Prisma.InputJsonObject,
        sealingDeadline: toDate(args.terms.sealingDeadline),
        startDeadline: toDate(args.terms.startDeadline),
      },
    });
    const payload = { dealId: deal.id, deal: args.deal };
    effects.tell(deal.client, 'deal.published', payload, args.deal);
  },

  async DealStarted(projection, { startPeriod, endPeriod }, event) {
    const deal = await dealAt(projection, event.address);
    if (!deal) return;
    const { tx, effects } = projection;
    await tx.deal.update({
      where: { id: deal.id },
      data: {
        status: 'ACTIVE',
        chainState: state('Active'),
        startPeriod,
        endPeriod,
        accrualEnd: endPeriod,
      },
    });
    const payload = { dealId: deal.id, deal: event.address };
    effects.tell(deal.client, 'deal.started', payload, event.address);
    for (const node of await holders(projection, deal.id)) {
      effects.tell(node, 'deal.started', { deal: event.address }, event.address);
    }
  },

  // The money's reach follows in an event of its own.
  async DealExtended(projection, { newEnd }, event) {
    const deal = await dealAt(projection, event.address);
    if (!deal) return;
    await projection.tx.deal.update({ where: { id: deal.id }, data: { endPeriod: newEnd } });
  },

  async FundedUntil(projection, { period }, event) {
    const deal = await dealAt(projection, event.address);
    if (!deal) return;
    const accrualEnd = deal.endPeriod === null ? period : least(deal.endPeriod, period);
    await projection.tx.deal.update({
      where: { id: deal.id },
      data: { fundedUntil: period, accrualEnd },
    });
  },

  async DealClosed(projection, args, event) {
    const deal = await dealAt(projection, event.address);
    if (!deal) return;
    const accrualEnd =
      deal.accrualEnd === null ? args.accrualEnd : least(deal.accrualEnd, args.accrualEnd);
    await projection.tx.deal.update({
      where: { id: deal.id },
      data: { status: 'CLOSING', accrualEnd, refunded: refund(deal, args.refunded) },
    });
    const payload = { deal: event.address, accrualEnd: accrualEnd.toString() };
    for (const node of await holders(projection, deal.id)) {
      projection.effects.tell(node, 'deal.closing', payload, event.address);
    }
  },

  async DealEnded(projection, { refunded }, event) {
    const deal = await dealAt(projection, event.address);
    if (!deal) return;
    await finish(projection, deal, event.address, 'Completed', refunded);
    projection.effects.tell(deal.client, 'deal.completed', { dealId: deal.id }, event.address);
  },

  async DealCancelled(projection, { refunded }, event) {
    const deal = await dealAt(projection, event.address);
    if (!deal) return;
    await finish(projection, deal, event.address, 'Cancelled', refunded);
    projection.effects.tell(deal.client, 'deal.cancelled', { dealId: deal.id }, event.address);
  },

  async Swept(projection, { amount }, event) {
    const deal = await dealAt(projection, event.address);
    if (!deal) return;
    await projection.tx.deal.update({
      where: { id: deal.id },
      data: { refunded: refund(deal, amount) },
    });
  },
});

const state = (value: ChainDealState) => value;

function refund(deal: Deal, more: bigint): Prisma.Decimal {
  return toDecimal(more).plus(deal.refunded ?? 0);
}

async function finish(
  projection: Projection,
  deal: Deal,
  address: string,
  chainState: 'Completed' | 'Cancelled',
  refunded: bigint,
): Promise<void> {
  const { tx, effects } = projection;
  // Told to everyone who held a slot until now, before the rows say that nobody does.
  const nodes = await holders(projection, deal.id, true);
  const status = chainState === 'Completed' ? 'COMPLETED' : 'CANCELLED';
  await tx.deal.update({
    where: { id: deal.id },
    data: { status, chainState: state(chainState), refunded: refund(deal, refunded) },
  });
  await tx.slot.updateMany({
    where: { dealId: deal.id, endReason: null },
    data: { state: 'ENDED', endReason: status.toLowerCase() },
  });
  for (const node of nodes) {
    effects.tell(node, 'deal.ended', { deal: address as `0x${string}` }, address);
  }
}

/** Nodes with a slot in the deal, each once; also those whose slot ended with the deal if asked. */
async function holders({ tx }: Projection, dealId: string, withEnded = false): Promise<string[]> {
  const rows = await tx.slot.findMany({
    where: withEnded
      ? { dealId, endReason: null, state: { not: 'VACANT' } }
      : { dealId, state: { notIn: ['ENDED', 'VACANT'] } },
    distinct: ['node'],
    orderBy: { node: 'asc' },
    select: { node: true },
  });
  return rows.map((row) => row.node);
}
