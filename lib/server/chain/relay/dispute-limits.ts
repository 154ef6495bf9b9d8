import { disputeSelectors, type RelayCall, readRelayCall } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import { DAY_PERIODS } from '@/lib/core/protocol/clock';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import type { Profile } from '@/lib/core/protocol/profiles';
import type { Tx } from '@/lib/server/db';

/** A contract takes every step about a proof once; what fails on its way is tried again. */
export const MAX_TRIES = 3;

/**
 * Most calls of one step about one slot in a day of 24 periods: every proof of that day, and those
 * before that could still be disputed when it began.
 */
export function maxDisputesPerDay(
  profile: Pick<Profile, 'rootDelayPeriods' | 'disputeWindowPeriods'>,
): number {
  return 1 + DAY_PERIODS + profile.rootDelayPeriods + profile.disputeWindowPeriods;
}

/**
 * Calls of disputes are limited by slot, step and proof. Counted is what the platform paid for or
 * may still pay for, whatever came of it; a request that was dropped before it was sent is not.
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
  const dayMs = DAY_PERIODS * profile.periodSeconds * 1000;
  const rows = await tx.relayRequest.findMany({
    where: {
      from,
      to,
      selector: { in: disputeSelectors(dispute.step) },
      createdAt: { gt: new Date(Date.now() - dayMs) },
      OR: [{ status: { not: 'FAILED' } }, { transactionId: { not: null } }],
    },
    select: { data: true },
  });
  const calls = rows
    .map(({ data }) => readRelayCall('deal', data as Hex))
    .filter((c) => c?.slot?.slot === slot.slot && c.slot.generation === slot.generation);
  const tries = calls.filter((c) => c?.dispute?.period === dispute.period).length;
  const most = maxDisputesPerDay(profile);
  if (tries < MAX_TRIES && calls.length < most) return;
  const why =
    tries >= MAX_TRIES
      ? `${tries} calls for this step about the proof of period ${dispute.period} were relayed already`
      : `${calls.length} calls for this step about proofs of this slot were relayed within 24 periods`;
  throw new AppError('RELAY_DISPUTE_LIMIT', `${why}; send it directly, or try again later.`, {
    details: { step: dispute.step, tries, maxTries: MAX_TRIES, lastDay: calls.length, most },
  });
}
