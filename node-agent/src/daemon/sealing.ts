import type { AgentSlot } from '@/lib/core/protocol';
import type { EngineOptions, EngineProgress } from '@/lib/engine';
import type { SectorEngine } from '../engine';
import type { PauseReason } from './pause-rule';
import type { Mutex } from './wait';

/** How far the present seal is. */
export interface SealingReport {
  deal: string;
  slot: number;
  generation: number;
  /** Nothing is known before the engine's first word. */
  step?: string;
  layer?: number;
  /** Share of the seal that is done, 0 to 1. */
  fraction: number;
  /** Of work, pauses not counted; null while too little is done. */
  secondsLeft: number | null;
}

type Place = Pick<AgentSlot, 'deal' | 'slot' | 'generation' | 'sealingDeadline'>;

/**
 * Seals one sector at a time, with the engine's controls: low priority, pauses, progress. While a
 * seal stands still it keeps its memory but not its turn, so that a shard that was asked for is
 * unsealed without waiting for it.
 */
export class Sealing {
  private reason: PauseReason | undefined;
  private job: { place: Place; progress?: EngineProgress } | undefined;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly heavy: Mutex,
    private readonly lowPriority: boolean,
    /** Called when a seal begins, ends, stands still or goes on. */
    private readonly changed: () => void,
  ) {}

  /** Why sealing stands still now, if it does. */
  get paused(): PauseReason | undefined {
    return this.reason;
  }

  /** Unix seconds; of the present seal. */
  get deadline(): number | undefined {
    return this.job?.place.sealingDeadline;
  }

  report(): SealingReport | undefined {
    if (!this.job) return undefined;
    const { deal, slot, generation } = this.job.place;
    const { step, layer, fraction = 0, secondsLeft = null } = this.job.progress ?? {};
    return { deal, slot, generation, step, layer, fraction, secondsLeft };
  }

  /** Stops sealing for a reason, or lets it go on (undefined). */
  pause(reason: PauseReason | undefined): void {
    if (reason === this.reason) return;
    this.reason = reason;
    this.wakeAll();
    this.changed();
  }

  /**
   * Runs a seal when it is its turn and nothing pauses it.
   *
   * @param signal - ends the waiting; the work itself has to end with it too
   */
  async run<T>(
    engine: Pick<SectorEngine, 'EngineControl'>,
    place: Place,
    signal: AbortSignal,
    work: (options: EngineOptions) => Promise<T>,
  ): Promise<T> {
    return this.heavy.run(async () => {
      if (this.reason) await this.heavy.aside(() => this.untilAllowed(signal));
      signal.throwIfAborted();
      const control = new engine.EngineControl();
      const job: NonNullable<typeof this.job> = { place };
      this.job = job;
      this.changed();
      let isOver = false;
      const onProgress = (progress: EngineProgress) => {
        job.progress = progress;
      };
      const result = work({ control, lowPriority: this.lowPriority, onProgress });
      const over = result.then(
        () => undefined,
        () => undefined,
      );
      void over.then(() => {
        isOver = true;
      });
      try {
        while (!isOver) {
          await this.until(() => this.reason !== undefined, over);
          if (isOver || this.reason === undefined) continue;
          control.pause();
          await this.heavy.aside(() => this.until(() => this.reason === undefined, over));
          control.resume();
        }
        return await result;
      } finally {
        this.job = undefined;
        this.changed();
      }
    });
  }

  private async untilAllowed(signal: AbortSignal): Promise<void> {
    const wake = () => this.wakeAll();
    signal.addEventListener('abort', wake);
    await this.until(() => this.reason === undefined || signal.aborted);
    signal.removeEventListener('abort', wake);
  }

  /** Waits until something is so, or for `end`. */
  private async until(isSo: () => boolean, end?: Promise<void>): Promise<void> {
    if (isSo()) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.waiting.delete(check);
        resolve();
      };
      const check = () => {
        if (isSo()) done();
      };
      this.waiting.add(check);
      void end?.then(done);
    });
  }

  private wakeAll(): void {
    for (const check of [...this.waiting]) check();
  }
}
