import { costOf, liabilities, unitsOf } from './accounts';
import type { ModelDeal } from './deal';
import { refund } from './payments';
import { settle } from './settling';
import { snapshotOf } from './snapshot';
import type { Claim } from './state';

const GRACE = 168n;
const RETENTION = 168n;

export function close(deal: ModelDeal): boolean {
  if (deal.state === 'Pending') return cancelNow(deal);
  if (deal.state !== 'Active' || !deal.isOpen) return false;
  deal.closedAt = deal.now;
  refund(deal);
  return true;
}

export function cancel(deal: ModelDeal, byPortal: boolean, timestamp: bigint): boolean {
  const late = timestamp > deal.terms.startDeadline;
  return deal.state === 'Pending' && (byPortal || late) && cancelNow(deal);
}

/** @param period - of the root that the claims are of */
export function endDeal(
  deal: ModelDeal,
  byPortal: boolean,
  period: bigint,
  claims: readonly Claim[],
): boolean {
  if (deal.state !== 'Active') return false;
  const undo = snapshotOf(deal);
  for (const claim of claims) settle(deal, claim);
  const final = claims.filter((claim) => finish(deal, claim, period));
  if (!mayEnd(deal, byPortal, final)) {
    undo();
    return false;
  }
  deal.retained = unpaid(deal);
  deal.retainedUntil = deal.now + RETENTION;
  deal.state = 'Completed';
  freeAll(deal);
  refund(deal);
  return true;
}

export function sweep(deal: ModelDeal): boolean {
  if (!deal.isOver) return false;
  const undo = snapshotOf(deal);
  if (deal.now > deal.retainedUntil) {
    deal.retained = 0n;
    for (const of of deal.all) if (of.reward === 'reserved') of.reward = 'forfeited';
  }
  if (deal.balance === liabilities(deal)) {
    undo();
    return false;
  }
  refund(deal);
  return true;
}

/** Early for the portal, once the final claims of all live slots are in; else after the windows. */
function mayEnd(deal: ModelDeal, byPortal: boolean, final: readonly Claim[]): boolean {
  const { rootDelay, disputeWindow } = deal.world;
  const live = final.filter(({ slot, generation, lastAccepted }) => {
    const of = deal.slots[slot]![generation]!;
    return of.state === 'Live' && lastAccepted >= deal.endOf(of);
  });
  const isDone = deal.now > deal.accrualEnd && live.length === deal.headsIn('Live').length;
  const window = deal.accrualEnd + 1n + rootDelay + disputeWindow;
  return (byPortal && isDone) || deal.now > window + (byPortal ? 0n : GRACE);
}

/** Closes a generation whose claim is final. */
function finish(
  deal: ModelDeal,
  { slot, generation, lastAccepted }: Claim,
  period: bigint,
): boolean {
  const of = deal.slots[slot]![generation]!;
  const settled = deal.now > period + deal.world.disputeWindow;
  const final = settled && (lastAccepted >= deal.endOf(of) || period > deal.endOf(of));
  const open = [...of.disputes.values()].includes('open');
  if (of.start === undefined || of.closed || !final || open) return false;
  of.closed = true;
  if (of.reward === 'reserved') of.reward = 'forfeited';
  return true;
}

/** Kept for generations that may still settle. */
function unpaid(deal: ModelDeal): bigint {
  const open = deal.all.filter((of) => of.start !== undefined && !of.closed);
  const units = open.reduce((sum, of) => sum + unitsOf(of, deal.accrualEnd), 0n);
  const paid = open.reduce((sum, of) => sum + of.paid, 0n);
  return units === 0n ? 0n : costOf(deal, units) - paid;
}

function cancelNow(deal: ModelDeal): boolean {
  deal.state = 'Cancelled';
  freeAll(deal);
  refund(deal);
  return true;
}

function freeAll({ heads, terms }: ModelDeal): void {
  for (const { state, node } of heads) {
    if (state !== 'Vacant' && state !== 'Ended') node.reserved -= terms.sectorBytes;
  }
}
