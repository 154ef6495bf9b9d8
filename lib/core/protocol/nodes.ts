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
  /** Its agent was heard of just now. */
  online: z.boolean(),
});
export type NodeSummary = z.output<typeof nodeSummary>;
export type NodeSummaryJson = z.input<typeof nodeSummary>;

/** `GET /api/nodes/:operator` */
export const nodeDetail = nodeSummary.extend({
  /** Current generations by state. */
  slots: z.object({ offered: z.int(), sealing: z.int(), live: z.int(), ended: z.int() }),
  /** attoFIL by finalised settlements and seal rewards. */
  earned: big,
  /** Parameters that come into force with a later period. */
  pending: z.object({ from: big, parameters: nodeParameters }).optional(),
});
export type NodeDetail = z.output<typeof nodeDetail>;
export type NodeDetailJson = z.input<typeof nodeDetail>;

export const nodesQuery = pageQuery;
export const nodePage = z.object({ nodes: z.array(nodeSummary), nextCursor: cursor.nullable() });

/** Periods that `GET /api/nodes/:operator/work` looks back: 30 days at most. */
export const nodeWorkQuery = z.object({
  periods: z.coerce.number().pipe(z.int().min(1).max(720)).default(168),
});

/** What became of a node's promises in one period, over all its sectors. */
export const workVerdict = z.enum(['kept', 'missed', 'void', 'open']);

/** Why a sector's proof is missing; `rejected` has the verifier's reason, `skipped` is the node's word. */
export const missReason = z.enum([
  'no-message',
  'not-in-message',
  'skipped',
  'rejected',
  'unjudged',
]);

/** One period in which the node had promised something. */
export const workCell = z.object({
  period: big,
  verdict: workVerdict,
  /** Sectors that were due, and those of them with an accepted proof. */
  due: z.int().min(0),
  kept: z.int().min(0),
  /** The first few that were missed. */
  misses: z.array(
    z.object({
      deal: address,
      slot: uint16,
      generation: uint16,
      reason: missReason,
      detail: z.string().optional(),
    }),
  ),
});
export type WorkCellJson = z.input<typeof workCell>;
export type WorkCell = z.output<typeof workCell>;

/** What one deal's sectors brought this node, all generations together. */
export const dealEarnings = z.object({
  deal: address,
  state: z.enum(['PENDING', 'ACTIVE', 'COMPLETED', 'CANCELLED']),
  sectors: z.int(),
  liveSectors: z.int(),
  sectorBytes: big,
  startPeriod: big.optional(),
  endPeriod: big.optional(),
  fulfilments: big,
  commitments: big,
  /** attoFIL by finalised settlements. */
  settled: big,
  /** attoFIL earned by accepted proofs and not settled yet. */
  accrued: big,
  sealReward: big,
});
export type DealEarningsJson = z.input<typeof dealEarnings>;
export type DealEarnings = z.output<typeof dealEarnings>;

/** `GET /api/nodes/:operator/work` */
export const nodeWork = z.object({
  periodSeconds: z.int().positive(),
  /** Newest period that is over, and the first one looked at. */
  newest: big,
  oldest: big,
  /** Ascending; periods without a promise are left out. */
  cells: z.array(workCell),
  /** The newest hundred deals. */
  deals: z.array(dealEarnings),
});
export type NodeWork = z.output<typeof nodeWork>;
export type NodeWorkJson = z.input<typeof nodeWork>;
