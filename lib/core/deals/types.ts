/** A 0x-prefixed lower-case hex string, as viem uses it. */
export type Hex = `0x${string}`;

/**
 * One row of a deal's slot table, as `SlotPlan` in `contracts/src/libraries/Types.sol`: who holds
 * which sector on which conditions. Number and bigint follow viem's mapping of the Solidity types.
 */
export interface SlotPlan {
  /** segment · n + shard, unsigned 16 bit. */
  slot: number;
  /** 0 at publication, one more with every replacement. */
  generation: number;
  node: Hex;
  payout: Hex;
  /** attoFIL per MiB and day (24 periods). */
  rate: bigint;
  /** Most periods that one proof can pay for. */
  maxSpan: number;
  /** Bit h = the node proves in hour of the week h. */
  hoursMap: bigint;
  /** Root of the shard's data tree, 32 bytes. */
  commD: Hex;
}

/** The terms of one deal, as `DealTerms` in `Types.sol`. Deadlines in Unix seconds, spans in periods. */
export interface DealTerms {
  client: Hex;
  planId: Hex;
  contentHash: Hex;
  fileBytes: bigint;
  sectorBytes: bigint;
  dataShards: number;
  totalShards: number;
  slotCount: number;
  durationPeriods: bigint;
  /** Highest rate that a replacement may ask, attoFIL per MiB and day. */
  maxRate: bigint;
  sealRewardPeriods: number;
  minRunwayPeriods: number;
  feeBps: number;
  sealingDeadline: bigint;
  startDeadline: bigint;
}

/** Cumulative work of one (slot, generation), as `WorkLeaf` in `Types.sol`; a leaf of the ledger's tree. */
export interface WorkLeaf {
  deal: Hex;
  slot: number;
  generation: number;
  /** Paid-for periods so far. */
  provenPeriods: bigint;
  fulfilments: number;
  commitments: number;
  /** Period of the newest accepted proof, 0 = none yet. */
  lastAccepted: bigint;
}
