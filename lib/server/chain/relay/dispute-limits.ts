import {
  type DisputeStep,
  disputeSelectors,
  type RelayCall,
  readRelayCall,
} from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import { DAY_PERIODS } from '@/lib/core/protocol/clock';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import type { Profile } from '@/lib/core/protocol/profiles';
import type { Tx } from '@/lib/server/db';

/** A contract takes every step about a proof once; what fails on its way is tried again. */
export const MAX_TRIES = 3;

/**
 * Most calls of all disputes of a node in a day of 24 periods: what the platform may have to pay for
 * one node. A node comes near it with 270 slots when the ledger leaves out each of their proofs for a
 * whole day, and nobody decides a dispute before the node does.
 */
export const MAX_NODE_DISPUTE_CALLS = 20_000;

/**
 * Most calls of one step about one slot in a day of 24 periods: every proof of that day, and those
 * before that could still be disputed when it began. Open disputes wait for their decision without a
 * limit, so that any number of them may be ripe at once; each was opened within this limit, or by the
 * node itself, and is decided once.
 */
export function maxDisputesPerDay(
  profile: Pick<Profile, 'rootDelayPeriods' | 'disputeWindowPeriods'>,
  step: DisputeStep,
): number {
  if (step === 'decision') return Number.POSITIVE_INFINITY;
  return 1 + DAY_PERIODS + profile.rootDelayPeriods + profile.disputeWindowPeriods;
}

function refused(why: string, details: Record<string, string | number | null>): AppError {
  const message = `${why}; send it directly, or try again later.`;
  return new AppError('RELAY_DISPUTE_LIMIT', message, { details });
}

/**
 * Calls of disputes are limited by slot, step and proof, and by node. Counted is what the platform
 * paid for or may still pay for, whatever came of it; a request that was dropped before it was sent
 * is not.
 *
 * @throws AppError `RELAY_DISPUTE_LIMIT`
 */
export async function checkDisputeLimits(
  tx: Tx,
  profile: Profile,
  { from, to }: { from: Address; to: Address },
  { slot, dispute }: RelayCall,
): Promise<void> {
  if (!dispute || !slot) return;
  const { step, period } = dispute;
  const dayMs = DAY_PERIODS * profile.periodSeconds * 1000;
  const paidFor = {
    from,
    createdAt: { gt: new Date(Date.now() - dayMs) },
    OR: [{ status: { not: 'FAILED' as const } }, { transactionId: { not: null } }],
  };
  const ofNode = await tx.relayRequest.count({
    where: { ...paidFor, selector: { in: disputeSelectors() } },
  });
  if (ofNode >= MAX_NODE_DISPUTE_CALLS) {
    throw refused(`${ofNode} calls of this node’s disputes were relayed within 24 periods`, {
      ...{ step, lastDayOfNode: ofNode, mostOfNode: MAX_NODE_DISPUTE_CALLS },
    });
  }
  const rows = await tx.relayRequest.findMany({
    where: { ...paidFor, to, selector: { in: disputeSelectors(step) } },
    select: { data: true },
  });
  const calls = rows
    .map(({ data }) => readRelayCall('deal', data as Hex))
    .filter((c) => c?.slot?.slot === slot.slot && c.slot.generation === slot.generation);
  const tries = calls.filter((c) => c?.dispute?.period === period).length;
  const most = maxDisputesPerDay(profile, step);
  if (tries < MAX_TRIES && calls.length < most) return;
  const why =
    tries >= MAX_TRIES
      ? `${tries} calls for this step about the proof of period ${period} were relayed already`
      : `${calls.length} calls for this step about proofs of this slot were relayed within 24 periods`;
  throw refused(why, {
    ...{ step, tries, maxTries: MAX_TRIES, lastDay: calls.length },
    most: Number.isFinite(most) ? most : null,
  });
}
