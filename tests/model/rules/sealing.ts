import { lastsUntil, liveRate, money, rewardOf, runwayEnd } from './accounts';
import type { ModelDeal } from './deal';
import { checkpoint } from './payments';

export const ATTEMPTS = 3;
/** Replacements of one slot that get a seal reward. */
const REWARDED = 2;

export function preCommit(deal: ModelDeal, slot: number, timestamp: bigint): boolean {
  const head = deal.head(slot);
  const offered = head.state === 'Offered' || head.state === 'PreCommitted';
  const isLate = timestamp > head.sealBy || head.preCommits === ATTEMPTS;
  if (!deal.isOpen || !offered || isLate) return false;
  head.preCommits++;
  head.state = 'PreCommitted';
  return true;
}

/** The verifier's word on a PoRep; of an active deal the slot goes live with it. */
export function judge(deal: ModelDeal, slot: number, accepted: boolean): boolean {
  const head = deal.head(slot);
  if (!deal.isOpen || head.state !== 'PreCommitted') return false;
  head.state = accepted ? 'Proved' : 'Offered';
  if (accepted && deal.state !== 'Pending') goLive(deal, slot);
  return true;
}

function goLive(deal: ModelDeal, slot: number): void {
  const head = deal.head(slot);
  head.state = 'Live';
  head.start = deal.now;
  const reward = rewardOf(deal, head);
  const has = money(deal);
  const remains =
    reward <= has && lastsUntil(deal, has - reward, liveRate(deal)) >= runwayEnd(deal);
  if (remains && reward > 0n && deal.rewarded[slot]! < REWARDED) {
    deal.rewarded[slot]!++;
    head.reward = 'reserved';
  } else head.reward = 'forfeited';
  checkpoint(deal);
}
