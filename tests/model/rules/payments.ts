import type { Address } from 'viem';
import { feesDue, lastsUntil, liabilities, liveRate, money } from './accounts';
import type { ModelDeal } from './deal';

export function topUp(deal: ModelDeal, value: bigint): boolean {
  if (!deal.isOpen) return false;
  deal.balance += value;
  if (deal.state === 'Active') checkpoint(deal);
  return true;
}

export function plainTransfer(deal: ModelDeal, value: bigint): boolean {
  deal.balance += value;
  return true;
}

export function withdraw(deal: ModelDeal, account: Address): boolean {
  const amount = deal.credits.get(account) ?? 0n;
  if (amount === 0n || deal.world.closed.has(account)) return false;
  deal.credits.delete(account);
  send(deal, account, amount);
  return true;
}

export function collectFee(deal: ModelDeal): boolean {
  const amount = feesDue(deal);
  if (amount === 0n) return false;
  deal.feesPaid += amount;
  send(deal, deal.world.feeRecipient, amount);
  return true;
}

/** Counts anew how long the money lasts. */
export function checkpoint(deal: ModelDeal): void {
  deal.fundedUntil = lastsUntil(deal, money(deal), liveRate(deal));
}

/** Everything beyond the liabilities goes back to the client. */
export function refund(deal: ModelDeal): void {
  const rest = deal.balance - liabilities(deal);
  deal.refunded += rest;
  pay(deal, deal.terms.client, rest);
}

/** Who takes no money now may fetch it later. */
export function pay(deal: ModelDeal, to: Address, amount: bigint): void {
  if (amount === 0n) return;
  if (!deal.world.closed.has(to)) send(deal, to, amount);
  else deal.credits.set(to, (deal.credits.get(to) ?? 0n) + amount);
}

function send(deal: ModelDeal, to: Address, amount: bigint): void {
  deal.balance -= amount;
  const { balances } = deal.world;
  balances.set(to, (balances.get(to) ?? 0n) + amount);
}
