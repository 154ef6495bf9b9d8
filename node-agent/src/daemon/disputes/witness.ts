import { encodeFunctionData } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { StoredPost } from '../../store/posts';
import { messageOf } from '../chain';
import type { AgentContext } from '../context';
import { sendCall } from '../node-calls';
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
      if (this.isLate(period)) await this.putOnChain(period);
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
    for (const post of bare) await this.submit(period, post);
  }

  /** True for a proof of a generation that had ended, by the chain: it earns nothing. */
  private async isOver(period: bigint, { deal, slot, generation }: StoredPost): Promise<boolean> {
    const head = await this.ctx.chain.slot(deal, slot);
    return head.generation === generation && head.end !== 0n && period > head.end;
  }

  private async submit(period: bigint, post: StoredPost): Promise<void> {
    const { ctx } = this;
    const { deal, slot, generation, digest } = post;
    const data = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'submitPoSt',
      args: [slot, generation, period, digest],
    });
    // Half of the time that is left: the node's own call must be mined before the end too.
    const relayMs = Math.max(1, ctx.clock.untilStart(period + 1n) / 2);
    try {
      if (await this.isOver(period, post)) {
        return await ctx.posts.note(period, post, {
          outcome: 'lost',
          problem: 'The slot has ended.',
        });
      }
      const way = await sendCall(ctx, { to: deal, data }, ctx.signal, relayMs);
      await ctx.posts.note(period, post, { onChain: true, problem: undefined });
      ctx.log.warn('no receipt, the digest is on chain', { period, deal, slot, way });
    } catch (error) {
      if (ctx.signal.aborted) return;
      ctx.log.error('a proof without evidence', { period, deal, slot, error });
      await ctx.posts.note(period, post, { problem: messageOf(error) });
    }
  }
}
