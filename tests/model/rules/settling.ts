import { max, min, owed } from '../money';
import { rewardOf } from './accounts';
import type { ModelDeal } from './deal';
import { pay } from './payments';
import type { Claim, Generation } from './state';

/** Fulfilments that a replacement's seal reward waits for. */
const VESTS_AFTER = 24n;

export function settle(deal: ModelDeal, claim: Claim): boolean {
  if (!deal.isSettleable) return false;
  const of = deal.slots[claim.slot]![claim.generation]!;
  if (of.start === undefined || of.closed) return true;
  const elapsed = deal.elapsed(of);
  const proven = max(of.proven, min(claim.proven, elapsed));
  const promised = min(claim.commitments, max(elapsed - of.added, 0n));
  const commitments = max(of.commitments, promised);
  const possible = max(promised - of.restored, 0n);
  const fulfilments = max(of.fulfilments, min(claim.fulfilments, possible));
  const amount = dueTo(deal, { ...of, proven });
  const isNew = fulfilments > of.fulfilments || commitments > of.commitments;
  of.node.fulfilments += fulfilments - of.fulfilments;
  of.node.commitments += commitments - of.commitments;
  Object.assign(of, { proven, commitments, fulfilments });
  if (amount > 0n || isNew) payFor(deal, of, amount);
  return true;
}

/** What proved and credited periods earned and nobody paid yet. */
export function dueTo(deal: ModelDeal, of: Generation): bigint {
  const periods = min(of.proven + of.credited, deal.elapsed(of));
  return max(owed(of.rate, deal.terms.sectorBytes, periods) - of.paid, 0n);
}

/** With the payment goes a seal reward that is vested by now. */
export function payFor(deal: ModelDeal, of: Generation, amount: bigint): void {
  of.paid += amount;
  deal.settled += amount;
  if (deal.state === 'Completed') deal.retained -= amount;
  let whole = amount;
  if (of.reward === 'reserved' && of.fulfilments + of.restored + of.added >= VESTS_AFTER) {
    of.reward = 'paid';
    deal.rewardsPaid += rewardOf(deal, of);
    whole += rewardOf(deal, of);
  }
  pay(deal, of.payout, whole);
}
