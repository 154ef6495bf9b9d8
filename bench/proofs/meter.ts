import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const SAMPLE_MS = 50;

/** What one stage cost. CPU-seconds are of all threads, so that they hold on a busy machine. */
export interface StageCost {
  stage: string;
  seconds: number;
  cpuSeconds: number;
  /** Sector bytes per second of wall time. */
  mibPerSecond: number;
  mibPerCpuSecond: number;
  peakRssBytes: number;
  /** Most bytes in the sector's folder, files in the making included. */
  peakDiskBytes: number;
}

/** Bytes of the files of a folder; files may vanish while it looks. */
function folderBytes(dir: string): number {
  try {
    const sizes = readdirSync(dir).map(
      (name) => statSync(path.join(dir, name), { throwIfNoEntry: false })?.size ?? 0,
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return 0; // not made yet
  }
}

/** Measures stages that follow each other. The engine works in threads, so this one can sample. */
export class Meter {
  readonly stages: StageCost[] = [];
  private stage: string | null = null;
  private wall = 0;
  private cpu = process.cpuUsage();
  private rss = 0;
  private disk = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly mib: number,
    private readonly dir: string,
    private readonly note: (line: string) => void,
  ) {
    this.timer = setInterval(() => this.sample(), SAMPLE_MS);
    this.timer.unref();
  }

  /** Ends the present stage and begins the next one, unless it has begun already. */
  enter(stage: string | null): void {
    if (stage === this.stage) return;
    this.leave();
    this.stage = stage;
    this.wall = performance.now();
    this.cpu = process.cpuUsage();
    this.rss = 0;
    this.disk = 0;
    this.sample();
  }

  /** Runs `work` as one stage. */
  async measure<T>(stage: string, work: () => Promise<T>): Promise<T> {
    this.enter(stage);
    const result = await work();
    this.enter(null);
    return result;
  }

  stop(): void {
    this.enter(null);
    clearInterval(this.timer);
  }

  private sample(): void {
    this.rss = Math.max(this.rss, process.memoryUsage.rss());
    this.disk = Math.max(this.disk, folderBytes(this.dir));
  }

  private leave(): void {
    if (this.stage === null) return;
    this.sample();
    const seconds = (performance.now() - this.wall) / 1000;
    const { user, system } = process.cpuUsage(this.cpu);
    const cpuSeconds = (user + system) / 1e6;
    this.note(`${this.stage}: ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} CPU-s`);
    this.stages.push({
      stage: this.stage,
      seconds,
      cpuSeconds,
      mibPerSecond: this.mib / seconds,
      mibPerCpuSecond: this.mib / cpuSeconds,
      peakRssBytes: this.rss,
      peakDiskBytes: this.disk,
    });
  }
}

/** Cost of one call, from many. */
export interface CallCost {
  calls: number;
  medianMs: number;
  cpuMs: number;
}

/** Calls `work` some times to warm up, then `calls` times. */
export async function costOfCall(
  work: () => unknown,
  calls: number,
  warmUp = 2,
): Promise<CallCost> {
  for (let i = 0; i < warmUp; i++) await work();
  const cpu = process.cpuUsage();
  const times: number[] = [];
  for (let i = 0; i < calls; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const medianMs = times[Math.floor(calls / 2)] ?? 0;
  return { calls, medianMs, cpuMs: (user + system) / 1000 / calls };
}
