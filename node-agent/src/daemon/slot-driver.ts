import { statfs } from 'node:fs/promises';
import { AppError } from '@/lib/core/errors';
import type { SlotRecord } from '../store/slots';
import { slotKey } from '../store/slots';
import { messageOf } from './chain';
import type { AgentContext } from './context';
import { brokenLimit, type SlotWeight } from './limits';
import { readFacts } from './slot-facts';
import { nextAction, type SlotAction, type SlotFacts, SlotState } from './slot-machine';
import {
  fetchStep,
  finaliseStep,
  finishRelay,
  note,
  preCommitStep,
  proveCommitStep,
  proveSealStep,
  refuseStep,
  releaseStep,
  resealStep,
  sealStep,
  uploadProofStep,
} from './slot-steps';
import { ownOffer, unacceptable, verifyOffer } from './terms';
import { Alarm, backoff, Mutex } from './wait';

const RETRY_MS = { base: 1000, max: 60_000 };

function weightOf({ offer }: SlotRecord): SlotWeight {
  const hotBytes = offer.hotCopy ? offer.payloadBytes : 0;
  return { deal: offer.deal, sectorBytes: offer.sectorBytes, hotBytes };
}

/** Works on every slot of the node: one loop per slot, each of them asleep most of the time. */
export class SlotDriver {
  private readonly loops = new Map<string, { alarm: Alarm; done: Promise<void> }>();
  /** Offers are considered one after the other, so that two never share the last free place. */
  private readonly admission = new Mutex();

  constructor(
    private readonly ctx: AgentContext,
    /** Called when a slot became live or ended, for those who prove. */
    private readonly changed: () => void,
    /** Nothing is done before: calls of an earlier run may still be on their way. */
    private readonly ready: Promise<void> = Promise.resolve(),
  ) {}

  /** Starts or wakes the loop of a slot. */
  wake(key: string): void {
    const running = this.loops.get(key);
    if (running) {
      running.alarm.wake();
      return;
    }
    const record = this.ctx.slots.get(key);
    if (!record) return;
    const alarm = new Alarm();
    const done = this.loop(record, alarm).finally(() => this.loops.delete(key));
    this.loops.set(key, { alarm, done });
  }

  wakeAll(): void {
    for (const record of this.ctx.slots.all()) this.wake(slotKey(record.offer));
  }

  /** Resolves when every loop has ended, after the signal. */
  async finished(): Promise<void> {
    await Promise.allSettled([...this.loops.values()].map((loop) => loop.done));
  }

  private async loop(record: SlotRecord, alarm: Alarm): Promise<void> {
    const { signal } = this.ctx;
    await this.ready;
    while (!signal.aborted && this.ctx.slots.get(slotKey(record.offer)) === record) {
      const pause = await this.step(record).catch((error) => this.failed(record, error));
      if (pause > 0) await alarm.wait(pause, signal);
    }
  }

  /** Does the next thing; the answer is how long to sleep before the one after it. */
  private async step(record: SlotRecord): Promise<number> {
    await finishRelay(this.ctx, record);
    const facts = await readFacts(this.ctx, record);
    const pause = await this.perform(record, nextAction(facts), facts);
    if (record.failure) await note(this.ctx, record, { failure: undefined });
    return pause;
  }

  private async failed(record: SlotRecord, error: unknown): Promise<number> {
    if (this.ctx.signal.aborted) return 0;
    const count = (record.failure?.count ?? 0) + 1;
    const pause = backoff(count - 1, RETRY_MS.base, RETRY_MS.max);
    const { deal, slot, generation } = record.offer;
    this.ctx.log.warn('slot step failed', { deal, slot, generation, count, error });
    const failure = { count, message: messageOf(error), retryAt: Date.now() + pause };
    await note(this.ctx, record, { failure });
    return pause;
  }

  private async perform(record: SlotRecord, action: SlotAction, facts: SlotFacts): Promise<number> {
    const { ctx } = this;
    const block = ctx.profile.blockSeconds * 1000;
    const { preCommits, preCommitEpoch } = facts.chain.slot;
    switch (action.type) {
      case 'drop':
        return this.drop(record, action.why);
      case 'consider':
        await this.admission.run(() => this.consider(record, facts));
        return 0;
      case 'refuse':
        await refuseStep(ctx, record, action.reason);
        return block;
      case 'fetch':
        await fetchStep(ctx, record);
        return 0;
      case 'seal':
        await sealStep(ctx, record);
        return 0;
      case 'reseal':
        await resealStep(ctx, record, preCommits);
        return 0;
      case 'pre-commit':
        await preCommitStep(ctx, record);
        return 0;
      case 'prove-seal':
        await proveSealStep(ctx, record, preCommitEpoch);
        return 0;
      case 'upload-proof':
        await uploadProofStep(ctx, record);
        return 0;
      case 'prove-commit':
        await proveCommitStep(ctx, record);
        return 0;
      case 'finalise':
        await finaliseStep(ctx, record);
        return 0;
      case 'wait':
        return this.waiting(record, action.for, block);
      case 'release':
        await releaseStep(ctx, record);
        return 0;
      case 'live':
        return this.live(record, facts);
    }
  }

  /** Terms first, then the operator's own limits; the answer is kept in the record. */
  private async consider(record: SlotRecord, facts: SlotFacts): Promise<void> {
    const { ctx } = this;
    const { offer } = record;
    await verifyOffer(ctx, offer);
    const { state, preCommits } = facts.chain.slot;
    if (state !== SlotState.offered || preCommits > 0) {
      // taken before the record was lost: it is too late to say no
      return note(ctx, record, { accepted: true });
    }
    const held = ctx.slots.all().filter((other) => other.accepted && other !== record);
    const disk = await statfs(ctx.home.dir, { bigint: true });
    const refusal =
      unacceptable(offer.plan, await ownOffer(ctx)) ??
      brokenLimit({
        limits: ctx.config.limits,
        held: held.map(weightOf),
        offer: weightOf(record),
        fileBytes: offer.fileBytes,
        parameters: ctx.config.parameters,
        freeDiskBytes: disk.bavail * disk.bsize,
      });
    await note(ctx, record, refusal === undefined ? { accepted: true } : { refusal });
  }

  private async drop(record: SlotRecord, why: string): Promise<number> {
    const { deal, slot, generation } = record.offer;
    this.ctx.log.info('slot dropped', { deal, slot, generation, why });
    await this.ctx.slots.remove(slotKey(record.offer));
    this.changed();
    return 0;
  }

  private async waiting(
    record: SlotRecord,
    what: 'seed' | 'verdict' | 'start' | 'replacement',
    block: number,
  ): Promise<number> {
    const phases = {
      seed: 'waiting-seed',
      verdict: 'waiting-verdict',
      start: 'proved',
      replacement: 'waiting',
    } as const;
    if (record.phase !== phases[what]) await note(this.ctx, record, { phase: phases[what] });
    const period = this.ctx.clock.periodSeconds * 1000;
    return { seed: block, verdict: 2 * block, start: 5 * block, replacement: period }[what];
  }

  private async live(record: SlotRecord, facts: SlotFacts): Promise<number> {
    const { start, hoursMap, commR, end } = facts.liveTerms ?? {};
    if (start === undefined || hoursMap === undefined || !commR) {
      throw new AppError('AGENT_STATE_INVALID', 'The chain shows no terms of a live slot.');
    }
    const phase = facts.isClosing ? 'closing' : 'live';
    const live = { start, hoursMap, commR, end };
    if (!record.live || record.live.end !== end || record.phase !== phase) {
      await note(this.ctx, record, { phase, live });
      this.changed();
    }
    return this.ctx.clock.periodSeconds * 1000;
  }
}
