import { encodePoStMessage, type PoStEntry, sectorIdOf, slotPostSeed } from '@/lib/core/proofs';
import { type Hex, isPromised, type PostAccepted, postAccepted } from '@/lib/core/protocol';
import { type SlotRecord, slotKey } from '../store/slots';
import { messageOf } from './chain';
import type { AgentContext } from './context';
import { uploadProof } from './proof-upload';
import { sectorJob } from './sector-inputs';
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

/** Work of one period: proofs already made, and slots that need no further try. */
interface PeriodWork {
  period: bigint;
  seed: Hex;
  proofs: Map<string, PoStEntry>;
  done: Set<string>;
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
      if (seed) return { period, seed, proofs: new Map(), done: new Set() };
      await sleep(pause, signal);
    }
    if (!signal.aborted) log.warn('period without a seed', { period });
    return undefined;
  }

  private async answer(work: PeriodWork, due: SlotRecord[]): Promise<void> {
    for (const record of due) await this.prove(work, record);
    const ready = due.filter((r) => work.proofs.has(slotKey(r.offer)));
    if (ready.length === 0) return;
    const body = encodePoStMessage(
      ready.map((r) => work.proofs.get(slotKey(r.offer)) as PoStEntry),
    );
    const { period } = work;
    const path = `/api/agent/proofs/post/${period}`;
    const { digest, answer } = await uploadProof(this.ctx, {
      path,
      period,
      body,
      answer: postAccepted,
    });
    const refused = new Map(answer.rejected.map((r) => [slotKey(r), r.reason]));
    for (const record of ready) {
      const reason = refused.get(slotKey(record.offer));
      if (reason === undefined) await note(this.ctx, record, { lastProof: { period, digest } });
      else if (FINAL_REFUSALS.has(reason)) work.done.add(slotKey(record.offer));
    }
    this.ctx.log.info('proofs delivered', {
      period,
      slots: ready.length,
      rejected: answer.rejected,
    });
  }

  /** Makes one slot's proof; a sector that cannot be read costs the others nothing. */
  private async prove(work: PeriodWork, record: SlotRecord): Promise<void> {
    const { ctx } = this;
    const { deal, slot, generation } = record.offer;
    const key = slotKey(record.offer);
    if (work.proofs.has(key)) return;
    try {
      const engine = await ctx.engine();
      const { dir, params } = sectorJob(ctx, record.offer);
      const seed = slotPostSeed(work.seed, deal, slot, generation, ctx.network.chainId);
      const sectorId = sectorIdOf(deal, slot, generation);
      const proof = await engine.generateWindowPoSt({ dir, params, sectorId, seed });
      work.proofs.set(key, { deal, slot, generation, proof });
      if (record.unreadable) await note(ctx, record, { unreadable: undefined });
    } catch (error) {
      work.done.add(key);
      ctx.log.error('sector cannot be read', { deal, slot, generation, error });
      await note(ctx, record, { unreadable: messageOf(error) });
    }
  }

  /** Closing deals answer whatever their hours, so what the chain says now decides. */
  private async refreshClosing(period: bigint): Promise<void> {
    const live = this.ctx.slots.all().filter((r) => r.live);
    for (const deal of new Set(live.map((r) => r.offer.deal))) {
      try {
        const { accrualEnd } = await this.ctx.chain.dealData(deal);
        const phase = accrualEnd > 0n && period >= accrualEnd ? 'closing' : 'live';
        for (const record of live.filter((r) => r.offer.deal === deal && r.phase !== phase)) {
          await note(this.ctx, record, { phase });
        }
      } catch (error) {
        this.ctx.log.debug('deal not read', { deal, error });
      }
    }
  }
}
