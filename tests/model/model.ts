import type { Address } from 'viem';
import { affordable, cost, feeOn, max, min, owed, withoutFee } from './money';

// Who has how much, by contracts/SPEC.md and nothing else: no contract code was at hand when this was
// written. It keeps no running sums as the contracts do, but counts everything anew each time.

export type SlotState = 'Vacant' | 'Offered' | 'PreCommitted' | 'Proved' | 'Live' | 'Ended';
export type DealState = 'Pending' | 'Active' | 'Completed' | 'Cancelled';

/** A node as the registry has it; every node promises all hours. */
export interface ModelNode {
  operator: Address;
  payout: Address;
  rate: bigint;
  reserved: bigint;
  fulfilments: bigint;
  commitments: bigint;
}

/** What nodes, client and platform have outside the deals, and what nodes are known for. */
export interface ModelWorld {
  balances: Map<Address, bigint>;
  /** Accounts that take no money now. */
  closed: Set<Address>;
  nodes: ModelNode[];
  feeRecipient: Address;
  rootDelay: bigint;
  disputeWindow: bigint;
}

export interface ModelTerms {
  client: Address;
  sectorBytes: bigint;
  duration: bigint;
  maxRate: bigint;
  sealRewardPeriods: bigint;
  minRunway: bigint;
  feeBps: bigint;
  publishedAt: bigint;
  sealingDeadline: bigint;
  startDeadline: bigint;
}

export interface Generation {
  node: ModelNode;
  payout: Address;
  rate: bigint;
  state: SlotState;
  preCommits: number;
  sealBy: bigint;
  start?: bigint;
  /** Announced or real last period. */
  end?: bigint;
  /** Accrues no longer. */
  stopped: boolean;
  proven: bigint;
  fulfilments: bigint;
  commitments: bigint;
  paid: bigint;
  reward: 'none' | 'reserved' | 'paid' | 'forfeited';
  closed: boolean;
  /** What disputes gave beside the ledger: periods, kept promises of the ledger's, and own ones. */
  credited: bigint;
  restored: bigint;
  added: bigint;
  /** Newest period that a dispute credited. */
  newest: bigint;
  disputes: Map<bigint, 'open' | 'credited' | 'dismissed'>;
}

/** A ledger's claim about one generation. */
export interface Claim {
  slot: number;
  generation: number;
  proven: bigint;
  fulfilments: bigint;
  commitments: bigint;
  lastAccepted: bigint;
}

const GRACE = 168n;
const RETENTION = 168n;
const NOTICE = 24n;
const VESTS_AFTER = 24n;
const HOURS_PER_DAY = 24n;
/** Most periods that one proof may be paid for, of every node. */
const SPAN = 24n;

/** One deal. Methods are what may happen; false means that the contract must refuse, and nothing changed. */
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

  head(slot: number): Generation {
    return this.slots[slot]!.at(-1)!;
  }

  get all(): Generation[] {
    return this.slots.flat();
  }

  get credited(): bigint {
    return [...this.credits.values()].reduce((sum, amount) => sum + amount, 0n);
  }

  get reserved(): bigint {
    const waiting = this.all.filter(({ reward }) => reward === 'reserved');
    return waiting.reduce((sum, generation) => sum + this.rewardOf(generation), 0n);
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

  get liveRate(): bigint {
    return this.heads('Live').reduce((sum, { rate }) => sum + rate, 0n);
  }

  get liabilities(): bigint {
    if (this.state === 'Pending' || this.state === 'Cancelled') return this.credited;
    const open =
      this.state === 'Completed'
        ? this.retained
        : this.cost(this.units(min(this.now, this.accrualEnd))) - this.settled;
    const nodes = open + this.reserved;
    const fee = feeOn(nodes + this.settled + this.rewardsPaid, this.terms.feeBps) - this.feesPaid;
    return this.credited + nodes + fee;
  }

  get accrued(): bigint {
    return this.accrualEnd === 0n ? 0n : this.cost(this.units(min(this.now, this.accrualEnd)));
  }

  get feesDue(): bigint {
    return feeOn(this.settled + this.rewardsPaid, this.terms.feeBps) - this.feesPaid;
  }

  heads(state: SlotState): Generation[] {
    return this.slots.map((list) => list.at(-1)!).filter((head) => head.state === state);
  }

  rewardOf({ rate }: Generation): bigint {
    return owed(rate, this.terms.sectorBytes, this.terms.sealRewardPeriods);
  }

  // ------------------------------------------------------------------ money
  topUp(value: bigint): boolean {
    if (!this.isOpen) return false;
    this.balance += value;
    if (this.state === 'Active') this.checkpoint();
    return true;
  }

  plainTransfer(value: bigint): boolean {
    this.balance += value;
    return true;
  }

  withdraw(account: Address): boolean {
    const amount = this.credits.get(account) ?? 0n;
    if (amount === 0n || this.world.closed.has(account)) return false;
    this.credits.delete(account);
    this.send(account, amount);
    return true;
  }

  collectFee(): boolean {
    const amount = this.feesDue;
    if (amount === 0n) return false;
    this.feesPaid += amount;
    this.send(this.world.feeRecipient, amount);
    return true;
  }

  // ------------------------------------------------------------------ slots
  preCommit(slot: number, timestamp: bigint): boolean {
    const head = this.head(slot);
    const offered = head.state === 'Offered' || head.state === 'PreCommitted';
    if (!this.isOpen || !offered || timestamp > head.sealBy || head.preCommits === 3) return false;
    head.preCommits++;
    head.state = 'PreCommitted';
    return true;
  }

  judge(slot: number, accepted: boolean): boolean {
    const head = this.head(slot);
    if (!this.isOpen || head.state !== 'PreCommitted') return false;
    head.state = accepted ? 'Proved' : 'Offered';
    if (!accepted || this.state === 'Pending') return true;
    head.state = 'Live';
    head.start = this.now;
    const reward = this.rewardOf(head);
    const money = this.money();
    const remains =
      reward <= money && this.lastsUntil(money - reward, this.liveRate) >= this.runwayEnd();
    if (remains && reward > 0n && this.rewarded[slot]! < 2) {
      this.rewarded[slot]!++;
      head.reward = 'reserved';
    } else head.reward = 'forfeited';
    this.checkpoint();
    return true;
  }

  refuse(slot: number): boolean {
    const head = this.head(slot);
    if (!this.isOpen || head.state !== 'Offered' || head.preCommits > 0) return false;
    head.state = 'Vacant';
    head.node.reserved -= this.terms.sectorBytes;
    return true;
  }

  replace(slot: number, node: ModelNode, timestamp: bigint): boolean {
    const head = this.head(slot);
    if (!this.isOpen || node.rate > this.terms.maxRate) return false;
    const missed = head.preCommits > 0 && ['Offered', 'PreCommitted'].includes(head.state);
    const exhausted = head.state === 'Offered' && head.preCommits === 3;
    if (missed && !exhausted && timestamp <= head.sealBy) return false;

    const offeredRate = () =>
      this.slots
        .filter((list) => list.length > 1)
        .map((list) => list.at(-1)!)
        .filter(({ state }) => !['Live', 'Ended'].includes(state))
        .reduce((sum, { rate }) => sum + rate, 0n);
    const before = this.lastsUntil(this.money(), this.liveRate + offeredRate());
    const was = { ...head };
    if (head.state === 'Live') this.stop(head);
    const held = !['Vacant', 'Ended'].includes(was.state);
    head.state = 'Ended';
    const next: Generation = {
      ...newGeneration(node, this.sealingTime() + timestamp),
    };
    this.slots[slot]!.push(next);
    if (this.state === 'Active') {
      const needed = min(this.runwayEnd(), before);
      if (this.lastsUntil(this.money(), this.liveRate + offeredRate()) < needed) {
        this.slots[slot]!.pop();
        Object.assign(head, was, { end: was.end });
        return false;
      }
    }
    if (held) head.node.reserved -= this.terms.sectorBytes;
    if (missed) head.node.commitments += HOURS_PER_DAY;
    node.reserved += this.terms.sectorBytes;
    if (this.state === 'Active') this.checkpoint();
    return true;
  }

  exit(slot: number): boolean {
    const head = this.head(slot);
    if (!this.isOpen) return false;
    if (this.state === 'Pending') {
      if (head.state !== 'Proved') return false;
      head.state = 'Ended';
      head.node.reserved -= this.terms.sectorBytes;
      return true;
    }
    const end = this.now + NOTICE;
    if (head.state !== 'Live' || (head.end !== undefined && head.end <= end)) return false;
    head.end = end;
    return true;
  }

  release(slot: number): boolean {
    const head = this.head(slot);
    const ready = head.state === 'Live' && head.end !== undefined && this.now >= head.end;
    if (this.state !== 'Active' || !this.isOpen || !ready) return false;
    this.stop(head);
    head.state = 'Ended';
    head.node.reserved -= this.terms.sectorBytes;
    this.checkpoint();
    return true;
  }

  // --------------------------------------------------------- start and ends
  startDeal(value: bigint, timestamp: bigint): boolean {
    const { terms } = this;
    const proved = this.heads('Proved').length === this.slots.length;
    if (this.state !== 'Pending' || !proved || timestamp > terms.startDeadline) return false;
    const heads = this.slots.map((list) => list.at(-1)!);
    const rate = heads.reduce((sum, head) => sum + head.rate, 0n);
    const rewards = heads.reduce((sum, head) => sum + this.rewardOf(head), 0n);
    const price = (periods: bigint) => {
      const nodes = rewards + this.cost(rate * periods);
      return nodes + feeOn(nodes, terms.feeBps);
    };
    const money = this.balance + value;
    if (money < price(min(terms.minRunway, terms.duration))) return false;
    this.balance = money;
    const excess = max(money - price(terms.duration), 0n);
    this.state = 'Active';
    this.start = this.now;
    this.end = this.now + terms.duration;
    for (const head of heads) {
      head.state = 'Live';
      head.start = this.now;
    }
    this.refunded = excess;
    this.fundedUntil = this.lastsUntil(withoutFee(money - excess, terms.feeBps) - rewards, rate);
    this.rewardsPaid = rewards;
    for (const head of heads) this.pay(head.payout, this.rewardOf(head));
    this.pay(terms.client, excess);
    return true;
  }

  extend(newEnd: bigint, value: bigint): boolean {
    if (this.state !== 'Active' || !this.isOpen || newEnd <= this.end) return false;
    const before = { end: this.end, fundedUntil: this.fundedUntil, balance: this.balance };
    this.balance += value;
    this.end = newEnd;
    this.checkpoint();
    if (this.fundedUntil < this.runwayEnd()) {
      Object.assign(this, before);
      return false;
    }
    // Nobody signed for longer.
    for (const head of this.heads('Live')) head.end ??= before.end;
    return true;
  }

  close(): boolean {
    if (this.state === 'Pending') return this.cancelNow();
    if (this.state !== 'Active' || !this.isOpen) return false;
    this.closedAt = this.now;
    this.refund();
    return true;
  }

  cancel(byPortal: boolean, timestamp: bigint): boolean {
    const late = timestamp > this.terms.startDeadline;
    return this.state === 'Pending' && (byPortal || late) && this.cancelNow();
  }

  endDeal(byPortal: boolean, period: bigint, claims: readonly Claim[]): boolean {
    if (this.state !== 'Active') return false;
    const before = this.snapshot();
    for (const claim of claims) this.settle(claim);
    const final = claims.filter((claim) => this.finish(claim, period));
    const live = final.filter(({ slot, generation, lastAccepted }) => {
      const of = this.slots[slot]![generation]!;
      return of.state === 'Live' && lastAccepted >= this.endOf(of);
    });
    const window = this.accrualEnd + 1n + this.world.rootDelay + this.world.disputeWindow;
    const early =
      byPortal && this.now > this.accrualEnd && live.length === this.heads('Live').length;
    if (!early && this.now <= window + (byPortal ? 0n : GRACE)) {
      before();
      return false;
    }
    const open = this.all.filter((of) => of.start !== undefined && !of.closed);
    const units = open.reduce((sum, of) => sum + this.unitsOf(of, this.accrualEnd), 0n);
    const paid = open.reduce((sum, of) => sum + of.paid, 0n);
    this.retained = units === 0n ? 0n : this.cost(units) - paid;
    this.retainedUntil = this.now + RETENTION;
    this.state = 'Completed';
    this.freeAll();
    this.refund();
    return true;
  }

  sweep(): boolean {
    if (!this.isOver) return false;
    const late = this.now > this.retainedUntil;
    const before = this.snapshot();
    if (late) {
      this.retained = 0n;
      for (const of of this.all) if (of.reward === 'reserved') of.reward = 'forfeited';
    }
    if (this.balance === this.liabilities) {
      before();
      return false;
    }
    this.refund();
    return true;
  }

  // ------------------------------------------------------------- settlement
  settle(claim: Claim): boolean {
    if (!this.isSettleable) return false;
    const of = this.slots[claim.slot]![claim.generation]!;
    if (of.start === undefined || of.closed) return true;
    const elapsed = this.elapsed(of);
    const proven = max(of.proven, min(claim.proven, elapsed));
    const promised = min(claim.commitments, max(elapsed - of.added, 0n));
    const commitments = max(of.commitments, promised);
    const possible = max(promised - of.restored, 0n);
    const fulfilments = max(of.fulfilments, min(claim.fulfilments, possible));
    const amount = this.dueTo({ ...of, proven });
    const isNew = fulfilments > of.fulfilments || commitments > of.commitments;
    of.node.fulfilments += fulfilments - of.fulfilments;
    of.node.commitments += commitments - of.commitments;
    Object.assign(of, { proven, commitments, fulfilments });
    if (amount === 0n && !isNew) return true;
    this.payFor(of, amount);
    return true;
  }

  // --------------------------------------------------------------- disputes
  /** A true proof of the present period. */
  dispute(slot: number, generation: number): boolean {
    const of = this.slots[slot]![generation]!;
    const period = this.now;
    if (!this.isSettleable || of.start === undefined || of.closed) return false;
    if (period <= of.start || of.disputes.has(period)) return false;
    of.disputes.set(period, 'open');
    return true;
  }

  /** @param root - period of the root that the claim is of; the newest one up to `period` */
  decide(period: bigint, root: bigint, claim: Claim): boolean {
    const of = this.slots[claim.slot]![claim.generation]!;
    if (!this.isSettleable || of.disputes.get(period) !== 'open') return false;
    of.disputes.set(period, 'dismissed');
    this.settle(claim);
    if (claim.lastAccepted < period) this.credit(of, period, claim.lastAccepted, root);
    return true;
  }

  conclude(slot: number, generation: number, period: bigint): boolean {
    const of = this.slots[slot]![generation]!;
    if (!this.isSettleable || of.disputes.get(period) !== 'open') return false;
    if (this.now <= period + this.world.rootDelay + 2n * this.world.disputeWindow) return false;
    this.credit(of, period, 0n, 0n);
    return true;
  }

  private get isSettleable(): boolean {
    const kept = this.state === 'Completed' && this.now <= this.retainedUntil;
    return this.state === 'Active' || kept;
  }

  /** Every hour is promised. */
  private credit(of: Generation, period: bigint, last: bigint, judged: bigint): void {
    of.disputes.set(period, 'credited');
    const since = max(max(of.start!, last), of.newest);
    const end = this.endOf(of);
    if (period > since) {
      const time = min(max(min(period, end) - since, 0n), SPAN);
      const broken = max(min(judged, period - 1n) - since, 0n);
      of.credited += max(time - broken, 0n);
    } else of.credited += 1n;
    if (period < end) {
      if (judged === period && of.fulfilments + of.restored < of.commitments) {
        of.restored++;
        of.node.fulfilments++;
      } else if (of.commitments + of.added < this.elapsed(of)) {
        of.added++;
        of.node.fulfilments++;
        of.node.commitments++;
      }
    }
    of.newest = max(of.newest, period);
    this.payFor(of, this.dueTo(of));
  }

  private elapsed(of: Generation): bigint {
    return max(min(this.now, this.endOf(of)) - of.start!, 0n);
  }

  private dueTo(of: Generation): bigint {
    const periods = min(of.proven + of.credited, this.elapsed(of));
    return max(owed(of.rate, this.terms.sectorBytes, periods) - of.paid, 0n);
  }

  private payFor(of: Generation, amount: bigint): void {
    of.paid += amount;
    this.settled += amount;
    if (this.state === 'Completed') this.retained -= amount;
    let whole = amount;
    if (of.reward === 'reserved' && of.fulfilments + of.restored + of.added >= VESTS_AFTER) {
      of.reward = 'paid';
      this.rewardsPaid += this.rewardOf(of);
      whole += this.rewardOf(of);
    }
    this.pay(of.payout, whole);
  }

  // ---------------------------------------------------------------- helpers
  private cost(units: bigint): bigint {
    return cost(units, this.terms.sectorBytes);
  }

  private unitsOf(of: Generation, until: bigint): bigint {
    if (of.start === undefined) return 0n;
    return of.rate * ((of.stopped ? min(of.end!, until) : until) - of.start);
  }

  /** Full accrual of everybody, proved or not. */
  private units(until: bigint): bigint {
    return this.all.reduce((sum, of) => sum + this.unitsOf(of, until), 0n);
  }

  private money(): bigint {
    const paid = this.settled + this.rewardsPaid + this.feesPaid - this.credited;
    const forNodes = withoutFee(this.balance + paid, this.terms.feeBps);
    return forNodes - this.rewardsPaid - this.reserved;
  }

  private lastsUntil(money: bigint, rate: bigint): bigint {
    if (rate === 0n) return this.end;
    const units = affordable(money, this.terms.sectorBytes);
    const used = this.units(this.now);
    return units < used ? 0n : min(this.now + (units - used) / rate, this.end);
  }

  private checkpoint(): void {
    this.fundedUntil = this.lastsUntil(this.money(), this.liveRate);
  }

  private runwayEnd(): bigint {
    return min(this.now + this.terms.minRunway, this.end);
  }

  private sealingTime(): bigint {
    return this.terms.sealingDeadline - this.terms.publishedAt;
  }

  private endOf(of: Generation): bigint {
    return of.end === undefined ? this.accrualEnd : min(of.end, this.accrualEnd);
  }

  private stop(of: Generation): void {
    of.stopped = true;
    of.end = of.end === undefined ? this.now : min(of.end, this.now);
  }

  /** Closes a generation whose claim is final. */
  private finish({ slot, generation, lastAccepted }: Claim, period: bigint): boolean {
    const of = this.slots[slot]![generation]!;
    const settled = this.now > period + this.world.disputeWindow;
    const final = settled && (lastAccepted >= this.endOf(of) || period > this.endOf(of));
    const open = [...of.disputes.values()].includes('open');
    if (of.start === undefined || of.closed || !final || open) return false;
    of.closed = true;
    if (of.reward === 'reserved') of.reward = 'forfeited';
    return true;
  }

  private cancelNow(): boolean {
    this.state = 'Cancelled';
    this.freeAll();
    this.refund();
    return true;
  }

  private freeAll(): void {
    for (const [of] of this.slots.map((list) => list.slice(-1))) {
      if (of!.state !== 'Vacant' && of!.state !== 'Ended') {
        of!.node.reserved -= this.terms.sectorBytes;
      }
    }
  }

  private refund(): void {
    const rest = this.balance - this.liabilities;
    this.refunded += rest;
    this.pay(this.terms.client, rest);
  }

  private pay(to: Address, amount: bigint): void {
    if (amount === 0n) return;
    if (!this.world.closed.has(to)) this.send(to, amount);
    else this.credits.set(to, (this.credits.get(to) ?? 0n) + amount);
  }

  private send(to: Address, amount: bigint): void {
    this.balance -= amount;
    this.world.balances.set(to, (this.world.balances.get(to) ?? 0n) + amount);
  }

  /** Returns what undoes everything since. */
  private snapshot(): () => void {
    const { balance, settled, rewardsPaid, refunded, retained, credits, world } = this;
    const numbers = { balance, settled, rewardsPaid, refunded, retained };
    const owedTo = new Map(credits);
    const accounts = new Map(world.balances);
    const generations = this.all.map((of) => ({ of, was: { ...of } }));
    const nodes = world.nodes.map((node) => ({ node, was: { ...node } }));
    return () => {
      Object.assign(this, numbers, { credits: owedTo });
      world.balances = accounts;
      for (const { of, was } of generations) Object.assign(of, was);
      for (const { node, was } of nodes) Object.assign(node, was);
    };
  }
}

/** A slot as it is offered. */
export function newGeneration(node: ModelNode, sealBy: bigint): Generation {
  return {
    ...{ node, payout: node.payout, rate: node.rate, state: 'Offered', preCommits: 0, sealBy },
    ...{ stopped: false, proven: 0n, fulfilments: 0n, commitments: 0n, paid: 0n },
    ...{ reward: 'none', closed: false, credited: 0n, restored: 0n, added: 0n, newest: 0n },
    disputes: new Map(),
  };
}
