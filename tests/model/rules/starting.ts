import { feeOn, max, min, withoutFee } from '../money';
import { costOf, lastsUntil, rewardOf, runwayEnd } from './accounts';
import type { ModelDeal } from './deal';
import { checkpoint, pay } from './payments';

export function startDeal(deal: ModelDeal, value: bigint, timestamp: bigint): boolean {
  const { terms, heads } = deal;
  const proved = deal.headsIn('Proved').length === heads.length;
  if (deal.state !== 'Pending' || !proved || timestamp > terms.startDeadline) return false;
  const rate = heads.reduce((sum, head) => sum + head.rate, 0n);
  const rewards = heads.reduce((sum, head) => sum + rewardOf(deal, head), 0n);
  const price = (periods: bigint) => {
    const nodes = rewards + costOf(deal, rate * periods);
    return nodes + feeOn(nodes, terms.feeBps);
  };
  const money = deal.balance + value;
  if (money < price(min(terms.minRunway, terms.duration))) return false;
  deal.balance = money;
  const excess = max(money - price(terms.duration), 0n);
  deal.state = 'Active';
  deal.start = deal.now;
  deal.end = deal.now + terms.duration;
  for (const head of heads) Object.assign(head, { state: 'Live', start: deal.now });
  deal.refunded = excess;
  const forAccrual = withoutFee(money - excess, terms.feeBps) - rewards;
  deal.fundedUntil = lastsUntil(deal, forAccrual, rate);
  deal.rewardsPaid = rewards;
  for (const head of heads) pay(deal, head.payout, rewardOf(deal, head));
  pay(deal, terms.client, excess);
  return true;
}

export function extend(deal: ModelDeal, newEnd: bigint, value: bigint): boolean {
  if (deal.state !== 'Active' || !deal.isOpen || newEnd <= deal.end) return false;
  const before = { end: deal.end, fundedUntil: deal.fundedUntil, balance: deal.balance };
  deal.balance += value;
  deal.end = newEnd;
  checkpoint(deal);
  if (deal.fundedUntil < runwayEnd(deal)) {
    Object.assign(deal, before);
    return false;
  }
  // Nobody signed for longer.
  for (const head of deal.headsIn('Live')) head.end ??= before.end;
  return true;
}
