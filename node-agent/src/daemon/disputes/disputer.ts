import type { PeriodPost, StoredPost } from '../../store/posts';
import { slotKey } from '../../store/slots';
import type { AgentContext } from '../context';
import { sendCall } from '../node-calls';
import { sleep } from '../wait';
import type { DisputeLedger } from './ledger';
import { type DisputeTools, resolvePost } from './resolve';

/** Looks at the ledger so many times in a period. */
const LOOKS = 4;
/** Periods for which a dispute can still be decided after its deal ended. */
const SETTLEABLE = 168n;
/** Periods that a proof is kept beyond the last moment at which it could be of use. */
const MARGIN = 2n;

/** Compares what the ledger says with what this node proved, and disputes what is missing. */
export class Disputer {
  private readonly tools: DisputeTools;
  /** Proofs of one period that the ledger counts and that are not stored as such yet. */
  private readonly accepted: PeriodPost[] = [];

  constructor(
    private readonly ctx: AgentContext,
    private readonly ledger: DisputeLedger,
  ) {
    const { posts, signal, clock } = ctx;
    this.tools = {
      ledger,
      signal,
      now: () => clock.period(),
      send: (call) => sendCall(ctx, call, signal),
      all: () => posts.all(),
      note: (period, post, change) => posts.note(period, post, change),
      accept: (item) => void this.accepted.push(item),
    };
  }

  /** Looks again and again until aborted. */
  async run(): Promise<void> {
    const { signal, clock, log } = this.ctx;
    while (!signal.aborted) {
      await this.look().catch((error) => {
        if (!signal.aborted) log.warn('the ledger was not compared', { error });
      });
      await sleep((clock.periodSeconds * 1000) / LOOKS, signal);
    }
  }

  private async look(): Promise<void> {
    const { posts, signal, clock, config } = this.ctx;
    const { rootDelay, disputeWindow } = await this.ledger.times();
    const until = rootDelay + disputeWindow;
    await posts.prune((period, post) => {
      const age = clock.period() - period;
      // Most proofs are counted at once, and a computer with many slots has many of them.
      if (post.outcome === 'accepted') return age > MARGIN;
      return age > MARGIN + (post.outcome === 'open' ? until + SETTLEABLE : until + disputeWindow);
    });
    try {
      for (const item of posts.all()) {
        if (signal.aborted) return;
        const isWaiting = item.post.outcome === undefined || item.post.outcome === 'open';
        if (!isWaiting || item.period >= clock.period()) continue;
        if (item.period !== this.accepted[0]?.period) await this.storeAccepted();
        // What is open is brought to its end; nothing new is begun against the operator's wish.
        if (item.post.outcome === 'open' || config.disputes) await this.resolve(item);
      }
    } finally {
      await this.storeAccepted();
    }
  }

  /** In one write, since most proofs of a period are counted and found so at the same look. */
  private async storeAccepted(): Promise<void> {
    const items = this.accepted.splice(0);
    const [first] = items;
    if (!first) return;
    const digests = new Map(items.map(({ post }) => [slotKey(post), post.digest]));
    await this.ctx.posts.update(first.period, (post) =>
      digests.get(slotKey(post)) === post.digest ? { outcome: 'accepted' } : undefined,
    );
  }

  private async resolve(item: PeriodPost): Promise<void> {
    const { log, signal } = this.ctx;
    const { deal, slot, generation } = item.post;
    const place = { deal, slot, generation, period: item.period };
    try {
      const { did, outcome } = await resolvePost(this.tools, item);
      if (did.length > 0) log.warn('dispute', { ...place, did, outcome });
    } catch (error) {
      // Told once: the same problem at the next look is in the record already.
      const isNew = this.problemOf(item) !== item.post.problem;
      if (!signal.aborted) log[isNew ? 'error' : 'debug']('dispute failed', { ...place, error });
    }
  }

  private problemOf({ period, post }: PeriodPost): StoredPost['problem'] {
    const isSame = (p: StoredPost) => p.deal === post.deal && p.digest === post.digest;
    return this.ctx.posts.of(period).find(isSame)?.problem;
  }
}
