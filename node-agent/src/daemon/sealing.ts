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

type Place = Pick<AgentSlot, 'deal' | 'slot' | 'generation' | 'sealingDeadline' | 'sectorBytes'>;

interface Job {
  place: Place;
  /** It had its turn; until then it is in the queue. */
  hasBegun: boolean;
  progress?: EngineProgress;
}

/**
 * Bytes a second that a seal in the queue is taken to need, while nothing is known of it: a sixth of
 * what a usual processor does, so that a slow computer is not kept waiting for too long.
 */
const CAUTIOUS_SPEED = 2 ** 20;

/** Seconds of work until a seal is ready; infinite for one that has begun and gave no estimate yet. */
function secondsLeft({ place, hasBegun, progress }: Job): number {
  if (!hasBegun) return place.sectorBytes / CAUTIOUS_SPEED;
  return progress?.secondsLeft ?? Number.POSITIVE_INFINITY;
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
  /** In the order in which they came, which is the order of their turns. */
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
    return [...this.jobs].filter(({ hasBegun }) => hasBegun).map(reportOf);
  }

  /**
   * True if each seal can wait, begun or in the queue: none needs more than this share of the time
   * to its deadline. One that has begun and of which no estimate is known cannot. One in the queue
   * is taken to need a second for each MiB of its sector, after the work of all before it.
   *
   * @param now - Unix seconds
   */
  canWait(now: number, share: number): boolean {
    let ahead = 0;
    for (const job of this.jobs) {
      const own = secondsLeft(job);
      const needed = job.hasBegun ? own : ahead + own;
      if (needed >= (job.place.sealingDeadline - now) * share) return false;
      ahead += own;
    }
    return true;
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
    const job: Job = { place, hasBegun: false };
    this.jobs.add(job);
    try {
      return await this.heavy.run(async () => {
        if (this.reason) await this.heavy.aside(() => this.untilAllowed(signal));
        signal.throwIfAborted();
        return await this.work(engine, job, work);
      });
    } finally {
      this.jobs.delete(job);
    }
  }

  /** Does a seal whose turn it is; it stands still while there is a reason. */
  private async work<T>(
    engine: Pick<SectorEngine, 'EngineControl'>,
    job: Job,
    work: (options: EngineOptions) => Promise<T>,
  ): Promise<T> {
    const control = new engine.EngineControl();
    job.hasBegun = true;
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
