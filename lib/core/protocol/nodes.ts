import { z } from 'zod';
import { address, big, cursor, hoursMap, instant, pageQuery, uint, uint16 } from './primitives';
import { signedForward } from './relay';

const timeOfDay = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'Expected HH:MM.');

/**
 * Promised local hours of one weekday (0 = Monday). `to` ≤ `from` runs over midnight; both 00:00 is
 * the whole day.
 */
export const availabilityWindow = z.object({
  day: z.int().min(0).max(6),
  from: timeOfDay,
  to: timeOfDay,
});
export type AvailabilityWindow = z.output<typeof availabilityWindow>;

/** `NodeParameters` of Types.sol. */
export const nodeParameters = z.object({
  accepting: z.boolean(),
  rate: uint(96),
  maxSpan: uint16,
  minFileSize: uint(64),
  maxFileSize: uint(64),
});
export type NodeParameters = z.output<typeof nodeParameters>;

/** `POST /api/register-node` */
export const registerNode = z.object({
  operator: address,
  payout: address,
  capacityBytes: uint(64),
  /** IANA name. */
  timeZone: z.string().min(1).max(64),
  windows: z.array(availabilityWindow).max(100),
  parameters: nodeParameters,
  region: z.string().min(1).max(64).optional(),
  forward: signedForward,
});
export type RegisterNode = z.output<typeof registerNode>;
export type RegisterNodeJson = z.input<typeof registerNode>;

/** A node as the lists show it. */
export const nodeSummary = z.object({
  operator: address,
  payout: address,
  capacityBytes: big,
  reservedBytes: big,
  hoursMap,
  timeZone: z.string().optional(),
  windows: z.array(availabilityWindow).optional(),
  region: z.string().optional(),
  accepting: z.boolean(),
  rate: big,
  maxSpan: uint16,
  minFileSize: big,
  maxFileSize: big,
  retired: z.boolean(),
  /** Basis points: 9000 without history. */
  rating: z.int().min(0).max(10_000),
  fulfilments: big,
  commitments: big,
  registeredPeriod: big,
  /** Newest request of its agent. */
  lastSeenAt: instant.optional(),
});
export type NodeSummary = z.output<typeof nodeSummary>;
export type NodeSummaryJson = z.input<typeof nodeSummary>;

/** `GET /api/nodes/:operator` */
export const nodeDetail = nodeSummary.extend({
  /** Current generations by state. */
  slots: z.object({ offered: z.int(), sealing: z.int(), live: z.int(), ended: z.int() }),
  /** attoFIL by finalised settlements and seal rewards. */
  earned: big,
});
export type NodeDetailJson = z.input<typeof nodeDetail>;

export const nodesQuery = pageQuery;
export const nodePage = z.object({ nodes: z.array(nodeSummary), nextCursor: cursor.nullable() });
