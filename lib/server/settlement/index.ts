export { beginClosings } from './closing';
export { decideDisputes } from './decide-disputes';
export { canEndDeal, endableDeals, endDeal } from './end-deal';
export { warnOfLowBalances } from './low-balance';
export { disputedDeals } from './open-disputes';
export { postedVerdicts } from './period-file';
export { settleDeal } from './settle-deal';
export { cancelUnstarted } from './start-deadline';
