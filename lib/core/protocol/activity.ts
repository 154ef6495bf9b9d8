import { z } from 'zod';
import { address, big } from './primitives';

const count = z.int().min(0);

/** One hour of the protocol among the 24 around now. */
export const activityHour = z.object({
  period: big,
  /** Hour of the week. */
  hour: z.int().min(0).max(167),
  /** Nodes that promise to be online. */
  promised: count,
  /** Proofs promised and accepted; absent while the hour is not closed. */
  due: count.optional(),
  accepted: count.optional(),
});
export type ActivityHour = z.output<typeof activityHour>;

/** One node in those hours; each text has one letter per hour. */
export const activityRow = z.object({
  operator: address,
  region: z.string().optional(),
  timeZone: z.string().optional(),
  online: z.boolean(),
  /** `p` promised, `k` kept (a proof was accepted), `m` missed, `-` not promised. */
  cells: z.string().regex(/^[pkm-]{24}$/),
});
export type ActivityRow = z.output<typeof activityRow>;

/** `GET /api/network/activity`: the network in one look. */
export const networkActivity = z.object({
  /** The current period; `hours` begin twelve before it. */
  period: big,
  /** Unix milliseconds at which it began. */
  periodStartsAt: z.int(),
  periodSeconds: z.int().positive(),
  simulatedClock: z.boolean(),
  hours: z.array(activityHour).length(24),
  /** At most 24 nodes, those online first. */
  rows: z.array(activityRow),
  nodes: z.object({ registered: count, online: count }),
  capacityBytes: big,
  reservedBytes: big,
  deals: z.object({ active: count, all: count }),
  /** Of the last 24 closed periods. */
  proofs: z.object({ due: count, accepted: count }),
});
export type NetworkActivity = z.output<typeof networkActivity>;
export type NetworkActivityJson = z.input<typeof networkActivity>;
