import type { AdminDealDetailJson } from '@/lib/core/protocol/admin';
import { db } from '@/lib/server/db';
import { snapshotOf } from '@/lib/server/deals/snapshot';
import { chainProgress, type DealRow, profile } from '@/lib/server/lifecycle';
import { currentSlots } from '@/lib/server/repair/slot-row';
import { deedsOn } from '../audit';
import { jobsOfDeal } from '../jobs';
import { isoOrNone, orNone } from '../paging';
import { transactionJson } from '../transactions';
import { endingFor } from './end-deal';
import { findDealId } from './find-deal';
import { replaceability } from './replaceable';

const newest = { createdAt: 'desc' as const };

async function actionsOf(deal: DealRow, now: number): Promise<AdminDealDetailJson['actions']> {
  const ending = await endingFor(deal);
  const slots = (await currentSlots(db(), deal.id)).map((slot) => ({
    slot: slot.index,
    generation: slot.generation,
    ...replaceability(deal, slot, now),
  }));
  return 'action' in ending ? { end: ending.action, slots } : { obstacle: ending.obstacle, slots };
}

/** Events of the deal's contract, newest first, and last of all its publication by the factory. */
async function eventsOf(address: string | null): Promise<AdminDealDetailJson['events']> {
  if (address === null) return [];
  const rows = await db().chainEvent.findMany({
    where: { address },
    orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
    take: 100,
  });
  const published = await db().chainEvent.findMany({
    where: { name: 'DealPublished', args: { path: ['deal'], equals: address } },
  });
  return [...rows, ...published].map(({ blockNumber, logIndex, txHash, name, args }) => ({
    blockNumber: `${blockNumber}`,
    logIndex,
    txHash,
    name,
    args: args as Record<string, unknown>,
  }));
}

async function plansOf(dealId: string): Promise<AdminDealDetailJson['plans']> {
  const rows = await db().plan.findMany({ where: { dealId }, orderBy: newest, take: 20 });
  return rows.map(({ id, createdAt, reached, excluded }) => ({
    planId: id,
    createdAt: createdAt.toISOString(),
    reached,
    excluded,
  }));
}

async function porepsOf(dealId: string): Promise<AdminDealDetailJson['poreps']> {
  const rows = await db().porepSubmission.findMany({
    where: { dealId },
    orderBy: { receivedAt: 'desc' },
    take: 100,
  });
  return rows.map((row) => ({
    slot: row.slot,
    generation: row.generation,
    operator: row.operator,
    status: row.status,
    reason: orNone(row.reason),
    bytes: row.bytes,
    receivedAt: row.receivedAt.toISOString(),
    verifiedAt: isoOrNone(row.verifiedAt),
  }));
}

async function retrievalsOf(dealId: string): Promise<AdminDealDetailJson['retrievals']> {
  const rows = await db().retrieval.findMany({ where: { dealId }, orderBy: newest, take: 20 });
  return rows.map(({ id, requester, status, failure, createdAt }) => ({
    retrievalId: id,
    requester,
    status,
    failure: orNone(failure),
    createdAt: createdAt.toISOString(),
  }));
}

/**
 * Everything that the portal knows of a deal, and what can be done with it.
 * @throws AppError `DEAL_NOT_FOUND`
 */
export async function getAnyDeal(ref: string): Promise<AdminDealDetailJson> {
  const id = await findDealId(ref);
  const row = await db().deal.findUniqueOrThrow({ where: { id } });
  const progress = await chainProgress();
  const now = progress ? Number(progress.timestamp) : Date.now() / 1000;
  const [deal, actions, plans, sent, jobs, poreps, retrievals, events, audit] = await Promise.all([
    snapshotOf(id),
    actionsOf(row, now),
    plansOf(id),
    db().transaction.findMany({ where: { dealId: id }, orderBy: newest, take: 100 }),
    jobsOfDeal(id),
    porepsOf(id),
    retrievalsOf(id),
    eventsOf(row.address),
    deedsOn(id),
  ]);
  return {
    deal,
    period: progress?.period.toString(),
    periodSeconds: profile().periodSeconds,
    actions,
    plans,
    transactions: sent.map(transactionJson),
    jobs,
    poreps,
    retrievals,
    events,
    audit,
  };
}
