import { z } from 'zod';
import { contentDescription } from './content';
import {
  address,
  big,
  byteCount,
  cursor,
  hash,
  hoursMap,
  instant,
  pageQuery,
  uint16,
  uint32,
  uuid,
} from './primitives';

export const dealStatuses = [
  'REQUESTED',
  'ENCODED',
  'REVIEW',
  'CONFIRMED',
  'PUBLISHED',
  'PENDING',
  'ACTIVE',
  'CLOSING',
  'COMPLETED',
  'CANCELLED',
  'FAILED',
] as const;
export const dealStatus = z.enum(dealStatuses);
export type DealStatus = z.output<typeof dealStatus>;

/** Availability that the client asks for. */
export const tier = z.enum(['instant', 'half-day', 'day']);
export type Tier = z.output<typeof tier>;

export const slotState = z.enum(['VACANT', 'OFFERED', 'PRECOMMITTED', 'PROVED', 'LIVE', 'ENDED']);
export type SlotState = z.output<typeof slotState>;

/** Wishes about redundancy: k data shards of n; n is chosen by the planner when absent. */
const redundancy = {
  dataShards: z.int().min(1).max(64).optional(),
  totalShards: z.int().min(1).max(255).optional(),
};
const redundancyOrder = (wish: { dataShards?: number; totalShards?: number }) =>
  wish.totalShards === undefined || wish.totalShards >= (wish.dataShards ?? 1);
const REDUNDANCY_MESSAGE = 'totalShards must not be below dataShards.';

/** `POST /api/request-storage` */
export const requestStorage = z
  .object({
    uploadId: z.string().min(1).max(100),
    durationPeriods: z.int(),
    tier,
    ...redundancy,
    maxRate: big.optional(),
  })
  .refine(redundancyOrder, REDUNDANCY_MESSAGE);
export type RequestStorage = z.output<typeof requestStorage>;
export type RequestStorageJson = z.input<typeof requestStorage>;

/** 202 of request, confirm, cancel and replan. */
export const dealAccepted = z.object({ dealId: uuid, status: dealStatus });

/** `POST /api/deals/:id/plan` */
export const replan = z
  .object({ tier: tier.optional(), exclude: z.array(address).max(3).optional(), ...redundancy })
  .refine(redundancyOrder, REDUNDANCY_MESSAGE);
export type Replan = z.output<typeof replan>;

/** `POST /api/deals/:id/confirm` */
export const confirmPlan = z.object({ planId: hash });

/** `DealTerms` of Types.sol: uint16 as numbers, everything wider as decimal text. */
export const dealTerms = z.object({
  client: address,
  planId: hash,
  contentHash: hash,
  fileBytes: big,
  sectorBytes: big,
  dataShards: uint16,
  totalShards: uint16,
  slotCount: uint16,
  durationPeriods: big,
  maxRate: big,
  sealRewardPeriods: uint16,
  minRunwayPeriods: uint16,
  feeBps: uint16,
  sealingDeadline: big,
  startDeadline: big,
});
export type DealTerms = z.output<typeof dealTerms>;
export type DealTermsJson = z.input<typeof dealTerms>;

/** One generation of one slot as the client sees it. */
export const dealSlot = z.object({
  slot: uint16,
  generation: uint16,
  node: address,
  payout: address,
  rate: big,
  maxSpan: uint16,
  hoursMap,
  commD: hash,
  state: slotState,
  endReason: z.string().optional(),
  commR: hash.optional(),
  digest: hash.optional(),
  preCommits: z.int(),
  start: big.optional(),
  end: big.optional(),
  provenPeriods: big,
  fulfilments: uint32,
  commitments: uint32,
  lastAccepted: big,
  settledAmount: big,
  sealReward: big,
});

/** What the list shows; periods are those of the protocol's clock. */
const summary = {
  dealId: uuid,
  status: dealStatus,
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
  client: address,
  createdAt: instant,
  updatedAt: instant,
  uploadId: z.string(),
  file: z.object({
    name: z.string(),
    contentType: z.string(),
    bytes: byteCount,
    encryption: z.string(),
  }),
  tier,
  durationPeriods: z.int(),
  k: z.int(),
  n: z.int().optional(),
  sectorBytes: byteCount.optional(),
  /** The deal contract, once published. */
  address: address.optional(),
  startPeriod: big.optional(),
  endPeriod: big.optional(),
  accrualEnd: big.optional(),
  fundedUntil: big.optional(),
  /** In lists: every part is proved, and the deal waits for its client's start. */
  isReady: z.boolean().optional(),
};
export const dealSummary = z.object(summary);
export type DealSummary = z.output<typeof dealSummary>;
export type DealSummaryJson = z.input<typeof dealSummary>;

/** Counts of verdicts on the deal's proofs. */
const proofCounts = z.object({ accepted: z.int(), rejected: z.int() });

/** `GET /api/deals/:id` and the `deal` event of its stream. */
export const dealSnapshot = z.object({
  ...summary,
  planId: hash.optional(),
  confirmedPlanId: hash.optional(),
  contentHash: hash.optional(),
  content: contentDescription.optional(),
  publicationSeed: hash.optional(),
  slotsRoot: hash.optional(),
  slotsDigest: hash.optional(),
  terms: dealTerms.optional(),
  /** What `startDeal` must be called with. */
  termsHash: hash.optional(),
  sealingDeadline: instant.optional(),
  startDeadline: instant.optional(),
  slots: z.array(dealSlot),
  /** Current generations that are PROVED or LIVE, of all slots. */
  provedSlots: z.int(),
  slotCount: z.int(),
  poreps: proofCounts,
  posts: proofCounts,
  /** attoFIL by finalised events. */
  paid: big,
  sealRewardsPaid: big,
  refunded: big.optional(),
});
export type DealSnapshot = z.output<typeof dealSnapshot>;
export type DealSnapshotJson = z.input<typeof dealSnapshot>;

/** Query of `GET /api/deals`. */
export const dealsQuery = pageQuery.extend({ state: dealStatus.optional() });
export const dealPage = z.object({ deals: z.array(dealSummary), nextCursor: cursor.nullable() });
