import {
  type Address,
  createPublicClient,
  type Hex,
  http,
  type PublicClient,
  parseEventLogs,
} from 'viem';
import {
  localBeaconAbi,
  proofLedgerAbi,
  storageDealAbi,
  storageDealFactoryAbi,
} from '@/lib/core/chain/abi';
import type { Network } from '@/lib/core/protocol';
import { CannotVerify } from './errors';

/** Well under the limits of public Filecoin nodes. */
const CHUNK = 2000n;

/** A root as the ledger's event tells it. */
export interface PostedRoot {
  period: bigint;
  root: Hex;
  manifestHash: Hex;
  block: bigint;
}

/** One generation of a slot as the chain knows it. */
export interface ChainSlot {
  node: Address;
  hoursMap: bigint;
  maxSpan: number;
  start: bigint;
  /** Last period that it can accrue; 0 if it never went live. */
  accrualEnd: bigint;
  commR: Hex;
  sectorBytes: bigint;
}

/** What deals said in the log until a block. */
export interface DealLog {
  live: { deal: Address; slot: number; generation: number; start: bigint }[];
  /** Deals that were over. */
  ended: Set<string>;
  /** Digests that nodes put on chain themselves, as `deal/slot/generation/period`. */
  submitted: Map<string, Hex>;
  /** Periods whose proofs a dispute credited, by `deal/slot/generation`. */
  credited: Map<string, bigint[]>;
}

const lower = (address: string) => address.toLowerCase() as Address;

/** The chain behind a portal, read through any node of it. */
export class PublicChain {
  private readonly client: PublicClient;

  constructor(
    readonly network: Network,
    readonly rpcUrl: string,
  ) {
    this.client = createPublicClient({ transport: http(rpcUrl, { timeout: 30_000 }) });
  }

  /** Makes sure that this is the chain that the portal works with. */
  async check(): Promise<void> {
    const { chainId, genesisHash } = this.network;
    const actual = await this.ask(() => this.client.getChainId());
    if (actual !== chainId) {
      throw new CannotVerify(`${this.rpcUrl} is chain ${actual}, the portal works on ${chainId}.`);
    }
    if (chainId !== 31337) return;
    const first = await this.ask(() => this.client.getBlock({ blockNumber: 0n }));
    if (first.hash !== genesisHash) {
      throw new CannotVerify(`${this.rpcUrl} is another local chain than the portal's.`);
    }
  }

  /** Every root up to a period, oldest first. */
  async roots(until: bigint): Promise<PostedRoot[]> {
    const logs = await this.logs([this.network.contracts.ledger], await this.head());
    const found = parseEventLogs({ abi: proofLedgerAbi, eventName: 'VerdictsPosted', logs });
    return found
      .map(({ args, blockNumber }) => ({
        period: args.period,
        root: args.root,
        manifestHash: args.manifestHash,
        block: blockNumber,
      }))
      .filter(({ period }) => period <= until);
  }

  rootOf(period: bigint): Promise<Hex> {
    const { ledger } = this.network.contracts;
    const call = { address: ledger, abi: proofLedgerAbi, functionName: 'rootOf' } as const;
    return this.ask(() => this.client.readContract({ ...call, args: [period] }));
  }

  currentPeriod(): Promise<bigint> {
    const { ledger } = this.network.contracts;
    const call = { address: ledger, abi: proofLedgerAbi, functionName: 'currentPeriod' } as const;
    return this.ask(() => this.client.readContract(call));
  }

  /** The period's randomness, null where the beacon has none. */
  async seedOf(period: bigint): Promise<Hex | null> {
    const { beacon } = this.network.contracts;
    const call = { address: beacon, abi: localBeaconAbi, functionName: 'ofPeriod' } as const;
    try {
      return await this.client.readContract({ ...call, args: [period] });
    } catch {
      await this.head();
      return null;
    }
  }

  /** What the factory's deals said until a block. */
  async dealLog(until: bigint): Promise<DealLog> {
    const published = parseEventLogs({
      abi: storageDealFactoryAbi,
      eventName: 'DealPublished',
      logs: await this.logs([this.network.contracts.factory], until),
    });
    const deals = published.map(({ args }) => args.deal);
    const logs = deals.length > 0 ? await this.logs(deals, until) : [];
    const log: DealLog = { live: [], ended: new Set(), submitted: new Map(), credited: new Map() };
    for (const { address, eventName, args } of parseEventLogs({ abi: storageDealAbi, logs })) {
      const deal = lower(address);
      if (eventName === 'SlotLive') {
        log.live.push({ ...args, deal, start: args.startPeriod });
      } else if (eventName === 'DealEnded') log.ended.add(deal);
      else if (eventName === 'DisputeCredited') {
        const key = `${deal}/${args.slot}/${args.generation}`;
        log.credited.set(key, [...(log.credited.get(key) ?? []), args.period]);
      } else if (eventName === 'PoStSubmitted') {
        const { slot, generation, period, digest } = args;
        log.submitted.set(`${deal}/${slot}/${generation}/${period}`, digest);
      }
    }
    return log;
  }

  async slot(deal: Address, slot: number, generation: number): Promise<ChainSlot> {
    const call = { address: deal, abi: storageDealAbi } as const;
    const read = this.client.readContract;
    const [record, data, terms] = await this.ask(() =>
      Promise.all([
        read({ ...call, functionName: 'generationOf', args: [slot, generation] }),
        read({ ...call, functionName: 'dealData' }),
        read({ ...call, functionName: 'terms' }),
      ]),
    );
    const end = record.end !== 0n && record.end < data.accrualEnd ? record.end : data.accrualEnd;
    const { node, hoursMap, maxSpan, start, commR } = record;
    return {
      node,
      hoursMap,
      maxSpan,
      start,
      commR,
      accrualEnd: start === 0n ? 0n : end,
      sectorBytes: terms.sectorBytes,
    };
  }

  private head(): Promise<bigint> {
    return this.ask(() => this.client.getBlockNumber({ cacheTime: 0 }));
  }

  private async logs(address: Address[], until: bigint) {
    const logs = [];
    for (let from = BigInt(this.network.deployedAtBlock); from <= until; from += CHUNK) {
      const last = from + CHUNK - 1n;
      const toBlock = last < until ? last : until;
      logs.push(
        ...(await this.ask(() => this.client.getLogs({ address, fromBlock: from, toBlock }))),
      );
    }
    return logs;
  }

  private async ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
      throw new CannotVerify(`The chain at ${this.rpcUrl} does not answer: ${reason}`, { cause });
    }
  }
}
