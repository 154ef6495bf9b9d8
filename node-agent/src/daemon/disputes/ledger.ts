import {
  type Address,
  type Client,
  createClient,
  type Hex,
  http,
  isAddressEqual,
  keccak256,
  toBytes,
} from 'viem';
import { readContract } from 'viem/actions';
import { proofLedgerAbi, storageDealAbi } from '@/lib/core/chain/abi';
import { AppError } from '@/lib/core/errors';
import { type Network, verdictLeaf, type WorkLeaf } from '@/lib/core/protocol';
import type { PeriodPost } from '../../store/posts';
import { rootOf, workLeafHash } from '../merkle';
import type { PortalClient } from '../portal-client';
import { type DisputeFacts, isSettled } from './plan';

const NO_ROOT: Hex = `0x${'0'.repeat(64)}`;
const VERIFIER_ROLE = keccak256(toBytes('VERIFIER_ROLE'));
/** Periods that are looked through for the newest root before one. */
const LOOK_BACK = 200n;
/** Leaves that are remembered between looks. */
const MOST_LEAVES = 10_000;

/** A leaf that leads to the root of its period on chain. */
export interface ProvenLeaf {
  rootPeriod: bigint;
  leaf: WorkLeaf;
  path: Hex[];
}

type SlotRef = { deal: Address; slot: number; generation: number };

/** What the ledger and the deals say about proofs; leaves come from the portal and are checked. */
export class DisputeLedger {
  private readonly client: Client;
  private limits: Promise<{ rootDelay: bigint; disputeWindow: bigint }> | undefined;
  private readonly leaves = new Map<string, ProvenLeaf>();

  constructor(
    private readonly network: Network,
    rpcUrl: string,
    private readonly portal: Pick<PortalClient, 'json'>,
  ) {
    this.client = createClient({ transport: http(rpcUrl, { timeout: 15_000, retryCount: 2 }) });
  }

  private read<T>(functionName: string, args: readonly unknown[] = []): Promise<T> {
    const { ledger } = this.network.contracts;
    const call = { address: ledger, abi: proofLedgerAbi, functionName, args };
    return readContract(this.client, call as never) as Promise<T>;
  }

  /** Periods of the ledger's own rules; they never change. */
  times(): Promise<{ rootDelay: bigint; disputeWindow: bigint }> {
    this.limits ??= Promise.all([
      this.read<bigint>('rootDelay'),
      this.read<bigint>('disputeWindow'),
    ]).then(([rootDelay, disputeWindow]) => ({ rootDelay, disputeWindow }));
    this.limits.catch(() => {
      this.limits = undefined;
    });
    return this.limits;
  }

  /** True if disputes may be opened with this account's receipts. */
  isVerifier(account: Address): Promise<boolean> {
    return this.read('hasRole', [VERIFIER_ROLE, account]);
  }

  private rootAt(period: bigint): Promise<Hex> {
    return this.read('rootOf', [period]);
  }

  /** Newest period up to `period` that has a root; undefined when there is none in reach. */
  private async newestRoot(period: bigint, lastRoot: bigint): Promise<bigint | undefined> {
    const from = lastRoot < period ? lastRoot : period;
    for (let p = from; p > 0n && p > period - LOOK_BACK; p--) {
      if ((await this.rootAt(p)) !== NO_ROOT) return p;
    }
    return undefined;
  }

  /** The slot's leaf in a period's root; undefined when the portal does not give one that fits. */
  async leaf(
    rootPeriod: bigint,
    ref: SlotRef,
    signal: AbortSignal,
  ): Promise<ProvenLeaf | undefined> {
    const { deal, slot, generation } = ref;
    const path = `/api/verdicts/${rootPeriod}/leaf/${deal}/${slot}/${generation}`;
    const known = this.leaves.get(path);
    if (known) return known;
    let answer: { leaf: WorkLeaf; path: Hex[] };
    try {
      answer = await this.portal.json(verdictLeaf, { path, anonymous: true, signal });
    } catch (error) {
      signal.throwIfAborted();
      if (AppError.is(error)) return undefined; // away, or it says that there is none
      throw error;
    }
    const [ofDeal, ofSlot, ofGeneration] = answer.leaf;
    const isOurs = isAddressEqual(ofDeal, deal) && ofSlot === slot && ofGeneration === generation;
    const root = rootOf(workLeafHash(answer.leaf), answer.path);
    if (!isOurs || root !== (await this.rootAt(rootPeriod))) return undefined;
    const found = { rootPeriod, leaf: answer.leaf, path: answer.path };
    if (this.leaves.size >= MOST_LEAVES) this.leaves.clear();
    this.leaves.set(path, found);
    return found;
  }

  /** Newest period up to which a generation is paid or credited by disputes, and the most a proof is paid for. */
  private async span({ deal, slot, generation }: SlotRef) {
    const call = { address: deal, abi: storageDealAbi, args: [slot, generation] } as const;
    const [terms, disputed] = await Promise.all([
      readContract(this.client, { ...call, functionName: 'generationOf' }),
      readContract(this.client, { ...call, functionName: 'disputedOf' }),
    ]);
    const newest = BigInt(disputed.newest);
    return { since: newest > terms.start ? newest : terms.start, maxSpan: BigInt(terms.maxSpan) };
  }

  /** Everything that the next step about a proof depends on, and the leaf that decides it. */
  async facts(
    { period, post }: PeriodPost,
    now: bigint,
    others: readonly PeriodPost[],
    signal: AbortSignal,
  ): Promise<{ facts: DisputeFacts; leaf?: ProvenLeaf }> {
    const [times, lastRoot] = await Promise.all([this.times(), this.read<bigint>('lastPeriod')]);
    const hasRoot = lastRoot >= period && (await this.rootAt(period)) !== NO_ROOT;
    const facts: DisputeFacts = { period, now, ...times, lastRoot, hasRoot };
    // Nobody is asked for a leaf that decides nothing yet.
    if (!isSettled(facts)) return { facts };
    const root = await this.newestRoot(period, lastRoot);
    const leaf = root === undefined ? undefined : await this.leaf(root, post, signal);
    if (leaf) facts.accepted = leaf.leaf[6];
    if (!hasRoot && post.outcome === undefined) {
      if (lastRoot > period)
        facts.acceptedSince = (await this.leaf(lastRoot, post, signal))?.leaf[6];
      facts.coveredByLater = await this.isCovered({ period, post }, facts.accepted ?? 0n, others);
    }
    return { facts, leaf };
  }

  private async isCovered(own: PeriodPost, accepted: bigint, others: readonly PeriodPost[]) {
    const later = others.filter(
      ({ period, post }) =>
        post.deal === own.post.deal &&
        post.slot === own.post.slot &&
        post.generation === own.post.generation &&
        period > own.period &&
        (post.outcome === undefined || post.outcome === 'open') &&
        (post.receipt !== undefined || post.onChain),
    );
    if (later.length === 0) return false;
    const { since, maxSpan } = await this.span(own.post);
    const from = since > accepted ? since : accepted;
    return later.some(({ period }) => period - from <= maxSpan);
  }
}
