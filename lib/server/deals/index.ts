export { cancelDeal } from './cancel';
export { createRequest } from './create-request';
export { followDeal } from './events';
export { dealRef, ownDealId } from './find-deal';
export { dealHistoryOf } from './history';
export { listDeals } from './list';
export { confirmPlan, getPlan, replan } from './plans';
export { proofsOf } from './proofs';
export { getDeal } from './snapshot';
