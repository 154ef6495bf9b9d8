import { z } from 'zod';
import { readJson, writeJson } from '../store/atomic';
import type { AgentContext } from './context';
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
  startedAt: z.number(),
  updatedAt: z.number(),
});

/** What a running agent says about itself. */
export type AgentStatus = z.output<typeof statusSchema>;

export function readStatus(file: string): Promise<AgentStatus | undefined> {
  return readJson(file, statusSchema);
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
      await this.set({ period: ctx.clock.period().toString() });
      await sleep(WRITE_EVERY_MS, ctx.signal);
    }
  }
}
