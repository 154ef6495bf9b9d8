export { cancelDeal } from './cancel';
export { createRequest } from './create-request';
export { followDeal } from './events';
export { dealRef, ownDealId } from './find-deal';
export { listDeals } from './list';
export { confirmPlan, getPlan, replan } from './plans';
export { getDeal } from './snapshot';
