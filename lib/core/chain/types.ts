export type { DealTerms, SlotPlan, WorkLeaf } from '../deals/types';

/** `NodeParameters` of `Types.sol`: attoFIL per MiB and day, periods, bytes. */
export interface NodeParameters {
  accepting: boolean;
  rate: bigint;
  maxSpan: number;
  minFileSize: bigint;
  maxFileSize: bigint;
}

/** `PoRepVerdict` of `Types.sol`. */
export interface PoRepVerdict {
  slot: number;
  generation: number;
  digest: `0x${string}`;
  accepted: boolean;
}

/** `DealState` of `Types.sol`, by number. */
export const dealStates = ['Pending', 'Active', 'Completed', 'Cancelled'] as const;
export type ChainDealState = (typeof dealStates)[number];

/** `SlotState` of `Types.sol`, by number. */
export const chainSlotStates = [
  'Vacant',
  'Offered',
  'PreCommitted',
  'Proved',
  'Live',
  'Ended',
] as const;
export type ChainSlotState = (typeof chainSlotStates)[number];

/** `ReplaceReason` of `Types.sol`, by number. */
export const replaceReasons = [
  'Silent',
  'MissedSealing',
  'Unhealthy',
  'InvalidProof',
  'Refused',
  'Exited',
] as const;
export type ReplaceReason = (typeof replaceReasons)[number];
