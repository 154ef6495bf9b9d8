export {
  accrualCost,
  type CostInput,
  costOf,
  type DealCost,
  feeOn,
  owed,
  runwayOf,
  type SettlementWindowInput,
  settlementWindow,
} from './costs';
export { type CreditedProof, type DisputedTime, takeDisputed } from './disputed-work';
export {
  buildLedgerTree,
  compareSlots,
  isInLedger,
  LEDGER_LEAF_TYPES,
  type LedgerTree,
  type ProvenLeaf,
} from './ledger-tree';
export { slotPlansOf } from './plan-slots';
export { isCommitted } from './schedule';
export {
  buildSlotTable,
  isInSlotTable,
  SLOT_LEAF_TYPES,
  type SlotTable,
  slotLeafHash,
  slotsDigestOf,
} from './slot-table';
export {
  assertDealTransition,
  canDealGo,
  canSlotGo,
  type DealStatus,
  dealTransitions,
  isDealOver,
  type SlotState,
  slotTransitions,
} from './states';
export { buildDealTerms, type DealTermsInput, termsHash } from './terms';
export type { DealTerms, Hex, SlotPlan, WorkLeaf } from './types';
export {
  type PublishedVerdicts,
  publishVerdicts,
  readVerdicts,
  type SlotVerdict,
  type VerdictEntry,
  type VerdictFile,
} from './verdict-file';
export {
  countPeriod,
  noWork,
  type PeriodInput,
  type PeriodOutcome,
  type WorkState,
} from './work';
