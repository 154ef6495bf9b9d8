export { endAnyDeal } from './end-deal';
export { getAnyDeal } from './get-deal';
export { listAllDeals } from './list-deals';
export { replaceSlot } from './replace-slot';
