import { z } from 'zod';
import { readJson, writeJson } from '../store/atomic';
import type { AgentContext } from './context';
import type { Sealing } from './sealing';
import { sleep } from './wait';

const WRITE_EVERY_MS = 5000;

const statusSchema = z.object({
  version: z.literal(1),
  pid: z.int(),
  operator: z.string(),
  state: z.enum(['connecting', 'registering', 'running', 'stopped']),
  /** The inbox is connected. */
  online: z.boolean(),
  portalUrl: z.string(),
  chainId: z.int().optional(),
  profile: z.string().optional(),
  period: z.string().optional(),
  /** The seals at work. */
  sealing: z
    .array(
      z.object({
        deal: z.string(),
        slot: z.int(),
        generation: z.int(),
        step: z.string().optional(),
        layer: z.int().optional(),
        fraction: z.number(),
        secondsLeft: z.number().nullable(),
      }),
    )
    .default([]),
  /** Why sealing stands still. */
  sealingPaused: z.enum(['operator', 'busy']).optional(),
  startedAt: z.number(),
  updatedAt: z.number(),
});

/** What a running agent says about itself. */
export type AgentStatus = z.output<typeof statusSchema>;

export function readStatus(file: string): Promise<AgentStatus | undefined> {
  return readJson(file, statusSchema);
}

/** What the status says about sealing. */
export function sealingStatus(sealing: Sealing): Pick<AgentStatus, 'sealing' | 'sealingPaused'> {
  return { sealing: sealing.report(), sealingPaused: sealing.paused };
}

/** Keeps `status.json` fresh: at once when something changes, else every few seconds. */
export class StatusWriter {
  private tail: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: string,
    readonly current: AgentStatus,
  ) {}

  set(change: Partial<AgentStatus>): Promise<void> {
    Object.assign(this.current, change, { updatedAt: Date.now() });
    this.tail = this.tail.then(() => writeJson(this.file, this.current)).catch(() => undefined);
    return this.tail;
  }

  async follow(ctx: AgentContext): Promise<void> {
    while (!ctx.signal.aborted) {
      const period = ctx.clock.period().toString();
      await this.set({ period, ...sealingStatus(ctx.sealing) });
      await sleep(WRITE_EVERY_MS, ctx.signal);
    }
  }
}
