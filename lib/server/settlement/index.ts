export { beginClosings } from './closing';
export { canEndDeal, endableDeals, endDeal } from './end-deal';
export { warnOfLowBalances } from './low-balance';
export { postedVerdicts } from './period-file';
export { settleDeal } from './settle-deal';
export { cancelUnstarted } from './start-deadline';
