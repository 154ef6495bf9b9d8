import { z } from 'zod';
import { address, hash, uint16, uint32 } from '@/lib/core/protocol/primitives';

/** Integer of an event: small types come as numbers, larger ones as decimal strings. */
const integer = z.union([z.string(), z.number()]).transform((value) => BigInt(value));

const slotKey = z.object({ slot: uint16, generation: uint16 });

const slotPlan = slotKey.extend({
  node: address,
  payout: address,
  rate: integer,
  maxSpan: uint16,
  hoursMap: integer,
  commD: hash,
});

export const nodeParameters = z.object({
  accepting: z.boolean(),
  rate: integer,
  maxSpan: uint16,
  minFileSize: integer,
  maxFileSize: integer,
});
export type StoredParameters = z.output<typeof nodeParameters>;

/** Arguments of the events that are projected, as `ChainEvent.args` holds them. */
export const eventArgs = {
  NodeRegistered: z.object({
    node: address,
    payout: address,
    capacityBytes: integer,
    hoursMap: integer,
    parameters: nodeParameters,
  }),
  ParametersSet: z.object({ node: address, parameters: nodeParameters, effectivePeriod: integer }),
  AvailabilitySet: z.object({ node: address, hoursMap: integer }),
  CapacitySet: z.object({ node: address, capacityBytes: integer }),
  PayoutSet: z.object({ node: address, payout: address }),
  NodeRetired: z.object({ node: address }),
  CapacityReserved: z.object({ node: address, totalReserved: integer }),
  CapacityReleased: z.object({ node: address, totalReserved: integer }),
  WorkRecorded: z.object({ node: address, fulfilments: integer, commitments: integer }),

  DealPublished: z.object({
    deal: address,
    planId: hash,
    slotsRoot: hash,
    publishEpoch: integer,
    /** Not part of the event: read when it was new. */
    publicationSeed: hash,
    terms: z.looseObject({ sealingDeadline: integer, startDeadline: integer }),
  }),
  SlotPlanned: z.object({ deal: address, plan: slotPlan, reservedBytes: integer }),

  PreCommitted: slotKey.extend({ commR: hash, epoch: integer, attempt: z.number() }),
  CommitProved: slotKey.extend({ digest: hash, beaconValue: hash }),
  PoRepRecorded: slotKey.extend({ digest: hash, accepted: z.boolean() }),
  SlotRefused: slotKey.extend({ node: address }),
  NodeReplaced: z.object({ slot: uint16, oldNode: address, plan: slotPlan, reason: z.number() }),
  SlotLive: slotKey.extend({ startPeriod: integer }),
  SlotEnded: slotKey.extend({ endPeriod: integer }),
  SlotEndSet: slotKey.extend({ endPeriod: integer }),

  DealStarted: z.object({ startPeriod: integer, endPeriod: integer }),
  DealExtended: z.object({ newEnd: integer }),
  FundedUntil: z.object({ period: integer }),
  DealClosed: z.object({ accrualEnd: integer, refunded: integer }),
  DealEnded: z.object({ refunded: integer }),
  DealCancelled: z.object({ refunded: integer }),
  Swept: z.object({ amount: integer }),

  Settled: slotKey.extend({ amount: integer, provenPeriods: integer, commitments: uint32 }),
  SealRewardPaid: slotKey.extend({ amount: integer }),
  DisputeCredited: slotKey.extend({ period: integer, periods: integer, amount: integer }),

  VerdictsPosted: z.object({ period: integer, root: hash, manifestHash: hash }),
  PeriodSeedRecorded: z.object({ period: integer, seed: hash }),
} as const;

export type ProjectedName = keyof typeof eventArgs;
export type ArgsOf<N extends ProjectedName> = z.output<(typeof eventArgs)[N]>;

const INT8_MAX = (1n << 63n) - 1n;

/** uint64 in a signed column: nobody may break the follower by registering 2^64 − 1 bytes. */
export function int8(value: bigint): bigint {
  return value > INT8_MAX ? INT8_MAX : value;
}
