import type { DealHistoryEntry } from '@/lib/core/protocol/deal-progress';

const words: Record<string, string> = {
  PreCommitted: 'Sealed copy announced',
  CommitProved: 'Proof of the sealed copy sent',
  PoRepRecorded: 'Proof of the sealed copy judged',
  SlotRefused: 'Computer refused its part',
  NodeReplaced: 'Computer replaced',
  SlotLive: 'Part at work',
  SlotEnded: 'Part ended',
  DealStarted: 'Deal started and paid',
  ToppedUp: 'Topped up',
  FundedUntil: 'Runway counted anew',
  Settled: 'Computer paid',
  SealRewardPaid: 'Seal reward paid',
  DealClosed: 'Deal closed by you',
  DealEnded: 'Deal ended, the rest returned',
  DealCancelled: 'Deal cancelled',
  PaymentDeferred: 'Payment kept for collection',
  Withdrawn: 'Kept payment collected',
  Swept: 'Remainder returned',
  PoStSubmitted: 'Proof put on the chain',
  publish: 'Publication',
  porep: 'Verdict on sealed copies',
  settle: 'Payment of the computers',
  gap: 'Empty transaction in place of another',
  replaceNode: 'Replacement of a computer',
  endDeal: 'End and refund',
  cancelDeal: 'Cancellation',
};

/** What happened, in words; unknown names stay readable. */
export function historyWords({ name }: Pick<DealHistoryEntry, 'name'>): string {
  return words[name] ?? name.replace(/([a-z])([A-Z])/g, '$1 $2');
}

/** Bookkeeping that only repeats what another entry says. */
const minor = new Set(['FundedUntil', 'SlotLive', 'SlotEnded']);

/** Entries that a client cares about. */
export function isWorthTelling({ name }: Pick<DealHistoryEntry, 'name'>): boolean {
  return !minor.has(name);
}
