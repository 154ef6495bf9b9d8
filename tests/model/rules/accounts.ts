import { affordable, cost, feeOn, min, owed, withoutFee } from '../money';
import type { ModelDeal } from './deal';
import type { Generation } from './state';

// What a deal owes, has and can afford: read, never changed.

export function costOf({ terms }: ModelDeal, units: bigint): bigint {
  return cost(units, terms.sectorBytes);
}

export function rewardOf({ terms }: ModelDeal, { rate }: Generation): bigint {
  return owed(rate, terms.sectorBytes, terms.sealRewardPeriods);
}

/** What accounts that took no money may still fetch. */
export function credited({ credits }: ModelDeal): bigint {
  return [...credits.values()].reduce((sum, amount) => sum + amount, 0n);
}

/** Seal rewards that wait. */
export function reserved(deal: ModelDeal): bigint {
  const waiting = deal.all.filter(({ reward }) => reward === 'reserved');
  return waiting.reduce((sum, generation) => sum + rewardOf(deal, generation), 0n);
}

export function liveRate(deal: ModelDeal): bigint {
  return deal.headsIn('Live').reduce((sum, { rate }) => sum + rate, 0n);
}

export function unitsOf(of: Generation, until: bigint): bigint {
  if (of.start === undefined) return 0n;
  return of.rate * ((of.stopped ? min(of.end!, until) : until) - of.start);
}

/** Full accrual of everybody, proved or not. */
function units(deal: ModelDeal, until: bigint): bigint {
  return deal.all.reduce((sum, of) => sum + unitsOf(of, until), 0n);
}

export function accrued(deal: ModelDeal): bigint {
  const { accrualEnd, now } = deal;
  return accrualEnd === 0n ? 0n : costOf(deal, units(deal, min(now, accrualEnd)));
}

export function feesDue({ settled, rewardsPaid, feesPaid, terms }: ModelDeal): bigint {
  return feeOn(settled + rewardsPaid, terms.feeBps) - feesPaid;
}

export function liabilities(deal: ModelDeal): bigint {
  const { state, settled, rewardsPaid, terms } = deal;
  if (state === 'Pending' || state === 'Cancelled') return credited(deal);
  const open =
    state === 'Completed'
      ? deal.retained
      : costOf(deal, units(deal, min(deal.now, deal.accrualEnd))) - settled;
  const nodes = open + reserved(deal);
  const fee = feeOn(nodes + settled + rewardsPaid, terms.feeBps) - deal.feesPaid;
  return credited(deal) + nodes + fee;
}

/** What came in and is for accrual, paid or not. */
export function money(deal: ModelDeal): bigint {
  const paid = deal.settled + deal.rewardsPaid + deal.feesPaid - credited(deal);
  const forNodes = withoutFee(deal.balance + paid, deal.terms.feeBps);
  return forNodes - deal.rewardsPaid - reserved(deal);
}

export function lastsUntil(deal: ModelDeal, of: bigint, rate: bigint): bigint {
  if (rate === 0n) return deal.end;
  const possible = affordable(of, deal.terms.sectorBytes);
  const used = units(deal, deal.now);
  return possible < used ? 0n : min(deal.now + (possible - used) / rate, deal.end);
}

export function runwayEnd({ now, terms, end }: ModelDeal): bigint {
  return min(now + terms.minRunway, end);
}
