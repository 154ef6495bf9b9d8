import { encodePoStMessage, isSkipped } from '@/lib/core/proofs';
import { isPromised, type PostAccepted, postAccepted } from '@/lib/core/protocol';
import { type SlotRecord, slotKey } from '../store/slots';
import type { AgentContext } from './context';
import { type PeriodWork, proveWork } from './period-work';
import { uploadProof } from './proof-upload';
import { isAtEnd } from './slot-facts';
import { note } from './slot-steps';
import { UnreadSectors } from './unread-sectors';
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

  /** Slots to prove now. */
  private due(work: { period: bigint } & Partial<PeriodWork>): SlotRecord[] {
    const { period, done, unread } = work;
    const left = this.ctx.clock.untilStart(period + 1n);
    return this.ctx.slots.all().filter((record) => {
      const key = slotKey(record.offer);
      return isDue(record, period) && !done?.has(key) && !unread?.isWaiting(key, left);
    });
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
      const ofPeriod = this.ctx.clock.untilStart(period + 1n);
      const due = this.due({ ...work, period });
      if (due.length === 0) {
        if (ofPeriod <= 0) return;
        const untilTry = work?.unread.untilTry(ofPeriod) ?? ofPeriod;
        await this.alarm.wait(Math.min(ofPeriod, untilTry), signal);
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
    const missed = this.due({ ...work, period });
    if (missed.length > 0) this.ctx.log.error('period missed', { period, slots: missed.length });
  }

  /** Waits for the period's seed; undefined when the period stays without one. */
  private async begin(period: bigint): Promise<PeriodWork | undefined> {
    const { chain, clock, profile, signal, log } = this.ctx;
    const pause = Math.min(profile.blockSeconds * 500, 5000);
    while (!signal.aborted && this.left(period) > 0) {
      const seed = await chain.periodSeed(period);
      const unread = new UnreadSectors(clock.periodSeconds * 1000);
      if (seed) return { period, seed, entries: new Map(), done: new Set(), unread };
      await sleep(pause, signal);
    }
    if (!signal.aborted) log.warn('period without a seed', { period });
    return undefined;
  }

  private async answer(work: PeriodWork, due: SlotRecord[]): Promise<void> {
    const { period, unread } = work;
    const sent = await proveWork(this.ctx, work, due);
    if (sent.length === 0) return;
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
    const proofs = sent.map(({ entry }) => entry).filter((entry) => !isSkipped(entry));
    const taken = new Set(proofs.map(slotKey).filter((key) => !refused.has(key)));
    await this.ctx.posts.update(period, (post) =>
      taken.has(slotKey(post)) ? { delivered: true } : undefined,
    );
    for (const { record, entry } of sent) {
      const key = slotKey(record.offer);
      const reason = refused.get(key);
      if (reason !== undefined) {
        if (FINAL_REFUSALS.has(reason)) work.done.add(key);
      } else if (isSkipped(entry)) unread.add(key, this.ctx.clock.untilStart(period + 1n));
      else await note(this.ctx, record, { lastProof: { period, digest } });
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
