import { max, min } from '../money';
import type { ModelDeal } from './deal';
import { dueTo, payFor, settle } from './settling';
import type { Claim, Generation } from './state';

/** Most periods that one proof may be paid for, of every node. */
const SPAN = 24n;

/** A true proof of the present period. */
export function dispute(deal: ModelDeal, slot: number, generation: number): boolean {
  const of = deal.slots[slot]![generation]!;
  const period = deal.now;
  if (!deal.isSettleable || of.start === undefined || of.closed) return false;
  if (period <= of.start || of.disputes.has(period)) return false;
  of.disputes.set(period, 'open');
  return true;
}

/** @param root - period of the root that the claim is of; the newest one up to `period` */
export function decide(deal: ModelDeal, period: bigint, root: bigint, claim: Claim): boolean {
  const of = deal.slots[claim.slot]![claim.generation]!;
  if (!deal.isSettleable || of.disputes.get(period) !== 'open') return false;
  of.disputes.set(period, 'dismissed');
  settle(deal, claim);
  if (claim.lastAccepted < period) credit(deal, of, period, claim.lastAccepted, root);
  return true;
}

/** Nobody decided it in time. */
export function conclude(
  deal: ModelDeal,
  slot: number,
  generation: number,
  period: bigint,
): boolean {
  const of = deal.slots[slot]![generation]!;
  const { rootDelay, disputeWindow } = deal.world;
  if (!deal.isSettleable || of.disputes.get(period) !== 'open') return false;
  if (deal.now <= period + rootDelay + 2n * disputeWindow) return false;
  credit(deal, of, period, 0n, 0n);
  return true;
}

/** Every hour is promised. */
function credit(
  deal: ModelDeal,
  of: Generation,
  period: bigint,
  last: bigint,
  judged: bigint,
): void {
  of.disputes.set(period, 'credited');
  const end = deal.endOf(of);
  if (period > of.newest) {
    const since = max(max(of.start!, last), of.newest);
    const time = min(max(min(period, end) - since, 0n), SPAN);
    const broken = max(min(min(judged, period - 1n), end - 1n) - since, 0n);
    of.credited += max(time - broken, 0n);
    Object.assign(of, { newest: period, judged });
    if (judged === 0n) of.covered = period;
  } else if (isTakenOff(deal, of, period)) of.credited += 1n;
  if (period < end) {
    if (judged === period && of.fulfilments + of.restored < of.commitments) {
      of.restored++;
      of.node.fulfilments++;
    } else if (of.commitments + of.added < deal.elapsed(of)) {
      of.added++;
      of.node.fulfilments++;
      of.node.commitments++;
    }
  }
  payFor(deal, of, dueTo(deal, of));
}

/** A newer proof lost a period for the promise of this one's hour. */
function isTakenOff(deal: ModelDeal, of: Generation, period: bigint): boolean {
  const isJudged = period > of.covered && period <= of.judged && deal.world.rooted.has(period);
  return isJudged && period < deal.endOf(of);
}
