import { type Address, type Hex, type Log, parseEventLogs } from 'viem';
import {
  microNodeRegistryAbi,
  proofLedgerAbi,
  storageDealAbi,
  storageDealFactoryAbi,
} from '@/lib/core/chain/abi';
import { type SlotPlan, slotsDigestOf } from '@/lib/core/deals';

// The state of all contracts, from their logs alone: what an indexer that was never asked could know.

const NOTHING: Hex = `0x${'0'.repeat(64)}`;
const NOBODY: Address = `0x${'0'.repeat(40)}`;
const lower = (address: string) => address.toLowerCase() as Address;

/** `SlotRecord` and `SettledRecord` of a generation, in words of the logs. */
export interface LoggedGeneration {
  plan: SlotPlan;
  /** Nothing of the plan but node and rate is stored before the first preCommit of a first generation. */
  stored: 'nothing' | 'refused' | 'all';
  state: 'Vacant' | 'Offered' | 'PreCommitted' | 'Proved' | 'Live' | 'Ended';
  preCommits: number;
  preCommitEpoch: bigint;
  start: bigint;
  end: bigint;
  commR: Hex;
  proofDigest: Hex;
  provenPeriods: bigint;
  fulfilments: number;
  commitments: number;
  paid: bigint;
  sealRewardPaid: boolean;
  /** `DisputedRecord` without the open ones. */
  disputed: {
    credited: bigint;
    restored: number;
    added: number;
    newest: bigint;
    judged: bigint;
    covered: bigint;
  };
}

export interface LoggedDeal {
  state: 'Pending' | 'Active' | 'Completed' | 'Cancelled';
  client: Address;
  slotsRoot: Hex;
  slotsDigest: Hex;
  start: bigint;
  end: bigint;
  closedAt: bigint | null;
  fundedUntil: bigint;
  settled: bigint;
  rewardsPaid: bigint;
  refunded: bigint;
  feesPaid: bigint;
  credits: Map<Address, bigint>;
  slots: LoggedGeneration[][];
}

export interface LoggedNode {
  payout: Address;
  capacity: bigint;
  reserved: bigint;
  retired: boolean;
  fulfilments: bigint;
  commitments: bigint;
  hoursMap: bigint;
  /** The newest it announced. */
  parameters: NodeParameters;
}

interface NodeParameters {
  accepting: boolean;
  rate: bigint;
  maxSpan: number;
  minFileSize: bigint;
  maxFileSize: bigint;
}

/** All that logs say. */
export class Rebuilt {
  readonly deals = new Map<Address, LoggedDeal>();
  readonly nodes = new Map<Address, LoggedNode>();
  readonly roots = new Map<bigint, Hex>();
  /** Contracts that the registry takes for deals. */
  readonly admitted = new Set<Address>();
  /** Transactions in which a deal came to its end: their SlotEnded is about all slots at once. */
  private readonly last = new Set<string>();

  constructor(logs: readonly Log[]) {
    const abi = [...storageDealAbi, ...microNodeRegistryAbi, ...proofLedgerAbi];
    const all = [...abi, ...storageDealFactoryAbi].filter(({ type }) => type === 'event');
    const unique = all.filter(
      (item, i) =>
        all.findIndex((other) => 'name' in other && 'name' in item && other.name === item.name) ===
        i,
    );
    const events = parseEventLogs({ abi: unique, logs: [...logs] }) as unknown as LoggedEvent[];
    for (const { eventName, transactionHash } of events) {
      if (eventName === 'DealEnded' || eventName === 'DealCancelled')
        this.last.add(transactionHash);
    }
    for (const event of events) this.take(event);
  }

  private take({ eventName, args, address, transactionHash }: LoggedEvent): void {
    const from = lower(address);
    if (eventName === 'VerdictsPosted') this.roots.set(args.period as bigint, args.root as Hex);
    else if (eventName === 'DealPublished') this.publish(args);
    else if (eventName === 'DealAdmitted') this.admit(args);
    else if (eventName === 'SlotPlanned') this.planned.push(args);
    else if (this.deals.has(from)) {
      this.deal(this.deals.get(from)!, eventName, args, this.last.has(transactionHash));
    } else this.node(eventName, args);
  }

  /** The registry says itself what it reserves: nodes by their number, in the order in which they registered. */
  private admit(args: Args): void {
    this.admitted.add(lower(args.deal as string));
    const operators = [...this.nodes.keys()];
    for (const [number] of (args.nodeIds as string).slice(2).matchAll(/.{8}/g)) {
      const operator = operators[Number.parseInt(number, 16) - 1]!;
      this.nodes.get(operator)!.reserved += args.sectorBytes as bigint;
    }
  }

  /** The rows of a table come before the event that names its deal. */
  private readonly planned: Args[] = [];

  private publish(args: Args): void {
    const address = lower(args.deal as string);
    const own = this.planned.filter(({ deal }) => lower(deal as string) === address);
    this.deals.set(address, {
      ...{ state: 'Pending', client: lower(args.client as string), closedAt: null },
      ...{ slotsRoot: args.slotsRoot as Hex, slotsDigest: args.slotsRoot as Hex },
      ...{ start: 0n, end: 0n, fundedUntil: 0n, settled: 0n, rewardsPaid: 0n, refunded: 0n },
      ...{ feesPaid: 0n, credits: new Map() },
      slots: own.map(({ plan }) => [generationOf(plan as SlotPlan, 'nothing')]),
    });
  }

  private deal(deal: LoggedDeal, name: string, args: Args, isLast: boolean): void {
    const of = deal.slots[Number(args.slot)]?.[Number(args.generation)];
    switch (name) {
      case 'PreCommitted':
        Object.assign(of!, { stored: 'all', state: 'PreCommitted', proofDigest: NOTHING });
        Object.assign(of!, {
          preCommits: args.attempt,
          preCommitEpoch: args.epoch,
          commR: args.commR,
        });
        break;
      case 'CommitProved':
        of!.proofDigest = args.digest as Hex;
        break;
      case 'PoRepRecorded':
        of!.state = args.accepted ? 'Proved' : 'Offered';
        of!.proofDigest = NOTHING;
        break;
      case 'SlotRefused':
        of!.state = 'Vacant';
        if (of!.stored === 'nothing') of!.stored = 'refused';
        break;
      case 'NodeReplaced':
        deal.slots[Number(args.slot)]!.push(generationOf(args.plan as SlotPlan, 'all'));
        if (deal.state === 'Pending') {
          deal.slotsDigest = slotsDigestOf(deal.slotsDigest, [args.plan as SlotPlan]);
        }
        break;
      case 'SlotLive':
        Object.assign(of!, { state: 'Live', start: args.startPeriod });
        // First generations are paid at the start, which has an event of its own where it is not 0.
        of!.sealRewardPaid = deal.state === 'Pending';
        break;
      case 'SlotEnded':
        of!.state = 'Ended';
        if (!isLast && args.endPeriod !== 0n) of!.end = args.endPeriod as bigint;
        break;
      case 'SlotEndSet':
        of!.end = args.endPeriod as bigint;
        break;
      case 'DealStarted':
        Object.assign(deal, { state: 'Active', start: args.startPeriod, end: args.endPeriod });
        deal.refunded += args.returned as bigint;
        break;
      case 'DealExtended':
        deal.end = args.newEnd as bigint;
        break;
      case 'FundedUntil':
        deal.fundedUntil = args.period as bigint;
        break;
      case 'Settled':
        of!.provenPeriods = args.provenPeriods as bigint;
        Object.assign(of!, { fulfilments: args.fulfilments, commitments: args.commitments });
        of!.paid += args.amount as bigint;
        deal.settled += args.amount as bigint;
        break;
      case 'DisputeCredited':
        dispute(of!.disputed, args);
        of!.paid += args.amount as bigint;
        deal.settled += args.amount as bigint;
        break;
      case 'SealRewardPaid':
        of!.sealRewardPaid = true;
        deal.rewardsPaid += args.amount as bigint;
        break;
      case 'DealClosed':
        deal.closedAt = args.accrualEnd as bigint;
        deal.refunded += args.refunded as bigint;
        break;
      case 'DealEnded':
      case 'DealCancelled':
        deal.state = name === 'DealEnded' ? 'Completed' : 'Cancelled';
        deal.refunded += args.refunded as bigint;
        break;
      case 'Swept':
        deal.refunded += args.amount as bigint;
        break;
      case 'FeeCollected':
        deal.feesPaid += args.amount as bigint;
        break;
      case 'PaymentDeferred':
        credit(deal, lower(args.to as string), args.amount as bigint);
        break;
      case 'Withdrawn':
        credit(deal, lower(args.to as string), -(args.amount as bigint));
        break;
    }
  }

  private node(name: string, args: Args): void {
    if (typeof args.node !== 'string') return;
    const operator = lower(args.node);
    if (name === 'NodeRegistered') {
      this.nodes.set(operator, {
        ...{ payout: lower(args.payout as string), capacity: args.capacityBytes as bigint },
        ...{ reserved: 0n, retired: false, fulfilments: 0n, commitments: 0n },
        hoursMap: args.hoursMap as bigint,
        parameters: args.parameters as NodeParameters,
      });
      return;
    }
    const node = this.nodes.get(operator)!;
    if (name === 'CapacityReserved' || name === 'CapacityReleased') {
      node.reserved = args.totalReserved as bigint;
    } else if (name === 'WorkRecorded') {
      node.fulfilments += args.fulfilments as bigint;
      node.commitments += args.commitments as bigint;
    } else if (name === 'ParametersSet') node.parameters = args.parameters as NodeParameters;
    else if (name === 'NodeRetired') node.retired = true;
    else if (name === 'PayoutSet') node.payout = lower(args.payout as string);
    else if (name === 'CapacitySet') node.capacity = args.capacityBytes as bigint;
    else if (name === 'AvailabilitySet') node.hoursMap = args.hoursMap as bigint;
  }
}

type Args = Record<string, unknown>;
interface LoggedEvent {
  eventName: string;
  args: Args;
  address: Address;
  transactionHash: Hex;
}

function credit(deal: LoggedDeal, account: Address, amount: bigint): void {
  deal.credits.set(account, (deal.credits.get(account) ?? 0n) + amount);
}

function dispute(of: LoggedGeneration['disputed'], args: Args): void {
  of.credited += args.periods as bigint;
  const [fulfilled, committed] = [args.fulfilments as number, args.commitments as number];
  of.added += committed;
  of.restored += fulfilled - committed;
  const period = args.period as bigint;
  if (period < of.newest) return;
  Object.assign(of, { newest: period, judged: args.judged });
  if (args.judged === 0n) of.covered = period;
}

function generationOf(plan: SlotPlan, stored: LoggedGeneration['stored']): LoggedGeneration {
  return {
    ...{ plan, stored, state: 'Offered', preCommits: 0, preCommitEpoch: 0n, start: 0n, end: 0n },
    ...{ commR: NOTHING, proofDigest: NOTHING, provenPeriods: 0n, fulfilments: 0, commitments: 0 },
    ...{ paid: 0n, sealRewardPaid: false },
    disputed: { credited: 0n, restored: 0, added: 0, newest: 0n, judged: 0n, covered: 0n },
  };
}

/** `generationOf` and `settledOf` as the contract must answer them. */
export function recordOf(deal: LoggedDeal, slot: number, generation: number) {
  const of = deal.slots[slot]![generation]!;
  const { plan, stored } = of;
  const isOver = deal.state === 'Completed' || deal.state === 'Cancelled';
  const all = stored === 'all';
  const isPast = generation < deal.slots[slot]!.length - 1;
  return {
    node: lower(plan.node),
    payout: all ? lower(plan.payout) : NOBODY,
    rate: stored === 'nothing' ? 0n : plan.rate,
    maxSpan: all ? plan.maxSpan : 0,
    hoursMap: all ? plan.hoursMap : 0n,
    // Of a first generation it is in the slot table, of a replacement it makes room for CommR.
    commD: generation > 0 && of.preCommits === 0 ? plan.commD : NOTHING,
    state: isOver || isPast ? 'Ended' : of.state,
    preCommits: of.preCommits,
    preCommitEpoch: of.preCommitEpoch,
    start: of.start,
    end: of.end,
    commR: of.commR,
    // Stored only while it waits for its verdict.
    proofDigest: isPast ? NOTHING : of.proofDigest,
    work: [of.provenPeriods, of.fulfilments, of.commitments, of.paid, of.sealRewardPaid],
    disputed: Object.values(of.disputed).map(BigInt),
  };
}
