import { z } from 'zod';
import { dealStatus } from '../deals';
import { big, instant } from '../primitives';

const count = z.int().min(0);

/** `GET /api/admin/overview`: the health of the whole platform in one look. */
export const adminOverview = z.object({
  at: instant,
  chain: z.object({
    /** Newest block; absent when the chain does not answer. */
    head: big.optional(),
    finalised: big.optional(),
    /** Newest block whose events are in the rows. */
    processed: big.optional(),
    /** Final blocks that are not in the rows yet. */
    lag: count.optional(),
    /** The chain's current proving period. */
    period: big.optional(),
    periodSeconds: z.int().positive(),
    simulatedClock: z.boolean(),
    problem: z.string().optional(),
  }),
  jobs: z.object({ waiting: count, running: count, retrying: count, dead: count }),
  periods: z.object({
    /** Newest period that is closed, posted or void. */
    lastClosed: big.optional(),
    lastClosedAt: instant.optional(),
    /** Over and past their grace, but not closed. */
    overdue: count,
    /** Void among the last 24 closed ones. */
    void: count,
  }),
  transactions: z.object({
    pending: count,
    /** Seconds since the oldest pending one was queued. */
    oldestSeconds: count.optional(),
    failedToday: count,
  }),
  objectStore: z.object({ ok: z.boolean(), detail: z.string() }),
  workers: z.object({ count, leads: z.array(z.string()) }),
  proofs: z.object({
    /** Slots that promise a proof in the current period, and how many have one already. */
    due: count,
    received: count,
    /** Promises of periods that are over and not closed, without a proof. */
    late: count,
    /** The last 24 closed periods. */
    dayDue: count,
    dayAccepted: count,
    dayRejected: count,
  }),
  deals: z.array(z.object({ status: dealStatus, count })),
  nodes: z.object({ registered: count, online: count, accepting: count }),
});
export type AdminOverview = z.output<typeof adminOverview>;
export type AdminOverviewJson = z.input<typeof adminOverview>;
