import { encodeFunctionData } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { StoredPost } from '../../store/posts';
import { slotKey } from '../../store/slots';
import { messageOf } from '../chain';
import type { AgentContext } from '../context';
import { sendCalls } from '../node-calls';
import { backoff, sleep } from '../wait';
import type { DisputeLedger } from './ledger';
import { fetchReceipts } from './receipts';

const RETRY_MS = { base: 500, max: 60_000 };
/** Share of a period after which a proof without a receipt goes on chain. */
const PATIENCE = 3 / 4;

/**
 * Sees to it that every proof has evidence that it came in time: the verifier's receipt, or its
 * digest on chain before the period is over.
 */
export class Witness {
  constructor(
    private readonly ctx: AgentContext,
    private readonly ledger: DisputeLedger,
  ) {}

  /** Period after period until aborted. */
  async run(): Promise<void> {
    const { clock, signal, log } = this.ctx;
    for (let failures = 0; !signal.aborted; ) {
      const period = clock.period();
      try {
        // Receipts of the period before may still come, to proofs of its last seconds.
        const left = (await this.fetch(period - 1n)) + (await this.fetch(period));
        failures = left === 0 ? 0 : failures + 1;
      } catch (error) {
        if (!signal.aborted) log.debug('receipts not fetched', { period, error });
        failures++;
      }
      if (this.isLate(period)) {
        await this.putOnChain(period).catch((error) => {
          if (!signal.aborted) log.error('digests not put on chain', { period, error });
        });
      }
      await sleep(this.pause(period, failures), signal);
    }
  }

  private fetch(period: bigint): Promise<number> {
    return fetchReceipts(this.ctx, this.ledger, period);
  }

  private length(): number {
    return this.ctx.clock.periodSeconds * 1000;
  }

  private isLate(period: bigint): boolean {
    const left = this.ctx.clock.untilStart(period + 1n);
    return left > 0 && left <= this.length() * (1 - PATIENCE);
  }

  /** Often while something is missing, and once when patience ends, whatever came. */
  private pause(period: bigint, failures: number): number {
    const usual = Math.max(RETRY_MS.base, this.length() / 40);
    const longest = Math.min(RETRY_MS.max, this.length() / 10);
    const next = failures === 0 ? usual : Math.min(backoff(failures, usual, longest), longest);
    const late = this.ctx.clock.untilStart(period + 1n) - this.length() * (1 - PATIENCE);
    return late > 0 ? Math.min(next, late) : next;
  }

  private async putOnChain(period: bigint): Promise<void> {
    if (!this.ctx.config.disputes) return;
    const bare = this.ctx.posts
      .of(period)
      .filter(({ receipt, onChain, outcome }) => !receipt && !onChain && outcome === undefined);
    if (bare.length > 0) await this.submit(period, bare);
  }

  /** True for a proof of a generation that had ended, by the chain: it earns nothing. */
  private async isOver(period: bigint, { deal, slot, generation }: StoredPost): Promise<boolean> {
    const head = await this.ctx.chain.slot(deal, slot);
    return head.generation === generation && head.end !== 0n && period > head.end;
  }

  /** Proofs of slots that have not ended; a slot that cannot be read is taken for one of them. */
  private async earning(period: bigint, posts: readonly StoredPost[]): Promise<StoredPost[]> {
    const over = await Promise.all(
      posts.map((post) => this.isOver(period, post).catch(() => false)),
    );
    const lost = new Set(posts.filter((_, i) => over[i]));
    for (const post of lost) {
      const change = { outcome: 'lost', problem: 'The slot has ended.' } as const;
      await this.ctx.posts.note(period, post, change);
    }
    return posts.filter((post) => !lost.has(post));
  }

  private async submit(period: bigint, bare: readonly StoredPost[]): Promise<void> {
    const { ctx } = this;
    const posts = await this.earning(period, bare);
    const calls = posts.map(({ deal, slot, generation, digest }) => {
      const args = [slot, generation, period, digest] as const;
      const data = encodeFunctionData({ abi: storageDealAbi, functionName: 'submitPoSt', args });
      return { to: deal, data };
    });
    // Half of the time that is left: the node's own calls must be mined before the end too.
    const relayMs = Math.max(1, ctx.clock.untilStart(period + 1n) / 2);
    const results = await sendCalls(ctx, calls, ctx.signal, relayMs);
    const changes = new Map<string, Partial<StoredPost>>();
    for (const [i, result] of results.entries()) {
      const { deal, slot, generation, digest } = posts[i] as StoredPost;
      const key = `${slotKey({ deal, slot, generation })}/${digest}`;
      if (result.status === 'fulfilled') {
        changes.set(key, { onChain: true, problem: undefined });
        ctx.log.warn('no receipt, the digest is on chain', {
          ...{ period, deal, slot, way: result.value },
        });
      } else {
        const { reason: error } = result;
        ctx.log.error('a proof without evidence', { period, deal, slot, error });
        changes.set(key, { problem: messageOf(error) });
      }
    }
    await ctx.posts.update(period, (post) => changes.get(`${slotKey(post)}/${post.digest}`));
  }
}
