import type { AgentSlot } from '@/lib/core/protocol';
import type { EngineOptions, EngineProgress } from '@/lib/engine';
import type { SectorEngine } from '../engine';
import type { PauseReason } from './pause-rule';
import type { Mutex } from './wait';

/** How far a seal is. */
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

interface Job {
  place: Place;
  progress?: EngineProgress;
}

function reportOf({ place, progress }: Job): SealingReport {
  const { deal, slot, generation } = place;
  const { step, layer, fraction = 0, secondsLeft = null } = progress ?? {};
  return { deal, slot, generation, step, layer, fraction, secondsLeft };
}

/**
 * Seals sectors, as many at a time as there are seats, with the engine's controls: low priority, pauses, progress. While a
 * seal stands still it keeps its memory but not its turn, so that a shard that was asked for is
 * unsealed without waiting for it.
 */
export class Sealing {
  private reason: PauseReason | undefined;
  private readonly jobs = new Set<Job>();
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

  /** The seals that have begun. */
  report(): SealingReport[] {
    return [...this.jobs].map(reportOf);
  }

  /**
   * True if each of them can wait: none needs more than this share of the time to its deadline. A
   * seal of which no estimate is known cannot.
   */
  canWait(now: number, share: number): boolean {
    return [...this.jobs].every(({ place, progress }) => {
      const left = progress?.secondsLeft ?? Number.POSITIVE_INFINITY;
      return left < (place.sealingDeadline - now) * share;
    });
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
      const job: Job = { place };
      this.jobs.add(job);
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
        this.jobs.delete(job);
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
