import { bytesToHex } from 'viem';
import { encodePoStMessage, isSkipped, type PoStEntry, proofDigest } from '@/lib/core/proofs';
import { type Hex, isPromised, type PostAccepted, postAccepted } from '@/lib/core/protocol';
import type { StoredPost } from '../store/posts';
import { type SlotRecord, slotKey } from '../store/slots';
import type { AgentContext } from './context';
import { uploadProof } from './proof-upload';
import { proveSectors } from './prove-sectors';
import { isAtEnd } from './slot-facts';
import { note } from './slot-steps';
import { Alarm, backoff, sleep } from './wait';

const RETRY_MS = { base: 500, max: 15_000 };
/** Intake refuses these for good; the others mean that the portal is a few blocks behind. */
const FINAL_REFUSALS: ReadonlySet<PostAccepted['rejected'][number]['reason']> = new Set([
  'not-your-slot',
  'after-end',
]);

/** True if a live slot answers in this period: by its hours, or always while the deal closes. */
export function isDue(record: SlotRecord, period: bigint): boolean {
  const { live, phase, lastProof } = record;
  if (!live || period <= live.start) return false;
  if (lastProof && lastProof.period >= period) return false;
  return phase === 'closing' || isPromised(BigInt(live.hoursMap), period);
}

/** Work of one period: entries already made, and slots that need no further try. */
interface PeriodWork {
  period: bigint;
  seed: Hex;
  entries: Map<string, PoStEntry>;
  done: Set<string>;
}

/** A proof as it is kept for disputes; nothing of a sector that was skipped. */
function toKeep(entry: PoStEntry): StoredPost[] {
  if (isSkipped(entry)) return [];
  const { deal, slot, generation } = entry;
  const proof = bytesToHex(entry.proof);
  const digest = proofDigest(entry.proof);
  return [{ deal, slot, generation, proof, digest, delivered: false, onChain: false }];
}

/** Answers every period's challenge for the slots that are due, in one message. */
export class Prover {
  private readonly alarm = new Alarm();

  constructor(private readonly ctx: AgentContext) {}

  /** Something changed: slots became live, or a deal closes. */
  wake(): void {
    this.alarm.wake();
  }

  /** Proves period after period until aborted. */
  async run(): Promise<void> {
    const { clock, signal } = this.ctx;
    while (!signal.aborted) {
      await clock.refresh().catch((error) => this.ctx.log.debug('no new block', { error }));
      const period = clock.period();
      await this.provePeriod(period).catch((error) => {
        if (!signal.aborted) this.ctx.log.error('period failed', { period, error });
      });
      await sleep(clock.untilStart(period + 1n), signal);
    }
  }

  private due(work: { period: bigint; done?: Set<string> }): SlotRecord[] {
    const all = this.ctx.slots.all();
    return all.filter((r) => isDue(r, work.period) && !work.done?.has(slotKey(r.offer)));
  }

  /** Milliseconds in which a proof of the period can still be handed in. */
  private left(period: bigint): number {
    const { clock, profile } = this.ctx;
    return clock.untilStart(period + 1n) + profile.closeGraceSeconds * 1000;
  }

  private async provePeriod(period: bigint): Promise<void> {
    const { signal } = this.ctx;
    await this.refreshClosing(period);
    let work: PeriodWork | undefined;
    for (let failures = 0; !signal.aborted && this.left(period) > 0; ) {
      const isOver = this.ctx.clock.untilStart(period + 1n) <= 0;
      const due = this.due({ period, done: work?.done });
      if (due.length === 0) {
        if (isOver) return;
        await this.alarm.wait(this.ctx.clock.untilStart(period + 1n), signal);
        continue;
      }
      try {
        work ??= await this.begin(period);
        if (!work) return;
        await this.answer(work, due);
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        this.ctx.log.warn('proofs not delivered yet', { period, error });
      }
      if (this.due(work ?? { period }).length > 0) {
        await sleep(backoff(failures++, RETRY_MS.base, RETRY_MS.max), signal);
      }
    }
    const missed = this.due({ period, done: work?.done });
    if (missed.length > 0) this.ctx.log.error('period missed', { period, slots: missed.length });
  }

  /** Waits for the period's seed; undefined when the period stays without one. */
  private async begin(period: bigint): Promise<PeriodWork | undefined> {
    const { chain, profile, signal, log } = this.ctx;
    const pause = Math.min(profile.blockSeconds * 500, 5000);
    while (!signal.aborted && this.left(period) > 0) {
      const seed = await chain.periodSeed(period);
      if (seed) return { period, seed, entries: new Map(), done: new Set() };
      await sleep(pause, signal);
    }
    if (!signal.aborted) log.warn('period without a seed', { period });
    return undefined;
  }

  private async answer(work: PeriodWork, due: SlotRecord[]): Promise<void> {
    const { period, entries } = work;
    const fresh = due.filter((r) => !entries.has(slotKey(r.offer)));
    const made = await proveSectors(this.ctx, work.seed, fresh);
    await this.ctx.posts.keep(period, made.flatMap(toKeep));
    for (const entry of made) entries.set(slotKey(entry), entry);
    const sent = due.map((record) => {
      const entry = entries.get(slotKey(record.offer)) as PoStEntry;
      return { record, entry };
    });
    const body = encodePoStMessage(sent.map(({ entry }) => entry));
    const path = `/api/agent/proofs/post/${period}`;
    const { digest, answer } = await uploadProof(this.ctx, {
      path,
      period,
      body,
      answer: postAccepted,
    });
    const refused = new Map(answer.rejected.map((r) => [slotKey(r), r.reason]));
    // First, so that a kill in between leaves a receipt to be fetched, not a proof without one.
    const taken = new Set(sent.map(({ entry }) => slotKey(entry)).filter((k) => !refused.has(k)));
    await this.ctx.posts.update(period, (post) =>
      taken.has(slotKey(post)) ? { delivered: true } : undefined,
    );
    for (const { record, entry } of sent) {
      const key = slotKey(record.offer);
      const reason = refused.get(key);
      const isOver = reason === undefined ? isSkipped(entry) : FINAL_REFUSALS.has(reason);
      if (isOver) work.done.add(key);
      else if (reason === undefined)
        await note(this.ctx, record, { lastProof: { period, digest } });
    }
    const { accepted, skipped, rejected } = answer;
    this.ctx.log.info('proofs delivered', { period, accepted, skipped, rejected });
  }

  /** Closing deals answer whatever their hours, so what the chain says now decides. */
  private async refreshClosing(period: bigint): Promise<void> {
    const live = this.ctx.slots.all().filter((r) => r.live);
    for (const deal of new Set(live.map((r) => r.offer.deal))) {
      try {
        const { accrualEnd } = await this.ctx.chain.dealData(deal);
        for (const record of live.filter((r) => r.offer.deal === deal)) {
          const isClosing = isAtEnd(period, accrualEnd, record.live?.end ?? 0n);
          const phase = isClosing ? 'closing' : 'live';
          if (record.phase !== phase) await note(this.ctx, record, { phase });
        }
      } catch (error) {
        this.ctx.log.debug('deal not read', { deal, error });
      }
    }
  }
}
