import type { Address } from 'viem';
import { max, min } from '../money';
import type { DealState, Generation, ModelTerms, ModelWorld, SlotState } from './state';

/**
 * One deal and what can be read off it at once. What may happen to it are functions of the files beside
 * this one: each returns false where the contract must refuse, and has then changed nothing.
 */
export class ModelDeal {
  state: DealState = 'Pending';
  start = 0n;
  end = 0n;
  closedAt?: bigint;
  fundedUntil = 0n;
  balance = 0n;
  settled = 0n;
  rewardsPaid = 0n;
  refunded = 0n;
  retained = 0n;
  retainedUntil = 0n;
  feesPaid = 0n;
  credits = new Map<Address, bigint>();
  rewarded: number[];
  /** Period of the present step. */
  now = 0n;

  constructor(
    readonly world: ModelWorld,
    readonly terms: ModelTerms,
    readonly slots: Generation[][],
  ) {
    this.rewarded = slots.map(() => 0);
  }

  get heads(): Generation[] {
    return this.slots.map((list) => list.at(-1)!);
  }

  get all(): Generation[] {
    return this.slots.flat();
  }

  get accrualEnd(): bigint {
    return min(min(this.end, this.fundedUntil), this.closedAt ?? this.end);
  }

  get isOver(): boolean {
    return this.state === 'Completed' || this.state === 'Cancelled';
  }

  get isOpen(): boolean {
    if (this.state === 'Pending') return true;
    return this.state === 'Active' && this.closedAt === undefined && this.now <= this.accrualEnd;
  }

  get isSettleable(): boolean {
    const kept = this.state === 'Completed' && this.now <= this.retainedUntil;
    return this.state === 'Active' || kept;
  }

  head(slot: number): Generation {
    return this.slots[slot]!.at(-1)!;
  }

  headsIn(state: SlotState): Generation[] {
    return this.heads.filter((head) => head.state === state);
  }

  /** Last period of a generation, as far as is known now. */
  endOf(of: Generation): bigint {
    return of.end === undefined ? this.accrualEnd : min(of.end, this.accrualEnd);
  }

  /** Periods of a generation that went live, up to now. */
  elapsed(of: Generation): bigint {
    return max(min(this.now, this.endOf(of)) - of.start!, 0n);
  }
}
