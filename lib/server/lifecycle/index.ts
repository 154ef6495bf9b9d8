export { type ChainProgress, chainProgress } from './chain-progress';
export { type DealFailure, failDeal } from './fail-deal';
export { jobKeys } from './job-keys';
export { type DealRow, lockDeal, moveDeal, withLockedDeal } from './locked-deal';
export { profile } from './profile';
export { attemptsOf, queueRetried, type RetriedTransaction } from './retried-transaction';
export { publishedRow, slotPlanOf } from './slot-plan';
