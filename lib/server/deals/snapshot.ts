import { termsHash } from '@/lib/core/deals';
import { AppError } from '@/lib/core/errors';
import type { ContentDescription } from '@/lib/core/protocol/content';
import { type DealSnapshotJson, dealTerms } from '@/lib/core/protocol/deals';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import { db, toBig } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { ownDealId } from './find-deal';
import { provedSlots, slotJson } from './slots-json';
import { type DealWithUpload, dealSummaryJson, orNone } from './summary';

/** What the client must consent to in `startDeal`, from the rows that mirror the chain. */
function termsOf(deal: DealWithUpload) {
  const { address, slotsDigest } = deal;
  const parsed = dealTerms.safeParse(deal.terms);
  if (!parsed.success || !address || !slotsDigest) return {};
  const hash = termsHash({
    chainId: serverEnv().chainId,
    deal: address as Address,
    terms: parsed.data,
    slotsDigest: slotsDigest as Hex,
  });
  return { terms: deal.terms as DealSnapshotJson['terms'], termsHash: hash };
}

type Counted = { status: string; _count: number }[];

function counts(groups: Counted): { accepted: number; rejected: number } {
  const of = (status: string) => groups.find((group) => group.status === status)?._count ?? 0;
  return { accepted: of('ACCEPTED'), rejected: of('REJECTED') };
}

async function proofCounts(dealId: string) {
  const by = { by: ['status' as const], where: { dealId }, _count: true as const };
  const [poreps, posts] = await Promise.all([
    db().porepSubmission.groupBy(by),
    db().postVerdict.groupBy(by),
  ]);
  return { poreps: counts(poreps), posts: counts(posts) };
}

/** Everything that the portal knows of a deal. @throws AppError `DEAL_NOT_FOUND` */
export async function snapshotOf(dealId: string): Promise<DealSnapshotJson> {
  const deal = await db().deal.findUnique({
    where: { id: dealId },
    include: {
      upload: true,
      slots: { orderBy: [{ index: 'asc' }, { generation: 'asc' }] },
      plans: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1, select: { id: true } },
      _count: { select: { segments: true } },
    },
  });
  if (!deal) throw new AppError('DEAL_NOT_FOUND', 'There is no such deal.');
  const { slots, content } = deal;
  const paid = slots.reduce((sum, slot) => sum + toBig(slot.settledAmount), 0n);
  const rewards = slots.reduce((sum, slot) => sum + toBig(slot.sealReward), 0n);
  return {
    ...dealSummaryJson(deal),
    planId: deal.plans[0]?.id,
    confirmedPlanId: orNone(deal.confirmedPlanId),
    contentHash: orNone(deal.contentHash),
    content: content ? (content as unknown as ContentDescription) : undefined,
    publicationSeed: orNone(deal.publicationSeed),
    slotsRoot: orNone(deal.slotsRoot),
    slotsDigest: orNone(deal.slotsDigest),
    ...termsOf(deal),
    sealingDeadline: deal.sealingDeadline?.toISOString(),
    startDeadline: deal.startDeadline?.toISOString(),
    slots: slots.map(slotJson),
    provedSlots: provedSlots(slots),
    slotCount: deal._count.segments * (deal.n ?? 0),
    ...(await proofCounts(dealId)),
    paid: paid.toString(),
    sealRewardsPaid: rewards.toString(),
    refunded: deal.refunded ? toBig(deal.refunded).toString() : undefined,
  };
}

/** @throws AppError `DEAL_NOT_FOUND` */
export async function getDeal(caller: Address, ref: string): Promise<DealSnapshotJson> {
  return snapshotOf(await ownDealId(caller, ref, db(), { adminToo: true }));
}
