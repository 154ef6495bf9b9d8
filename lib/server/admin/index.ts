export { listAudit } from './audit';
export { endAnyDeal, getAnyDeal, listAllDeals, replaceSlot } from './deals';
export { getJob, listJobs, retryJob } from './jobs';
export { getAnyNode, listAllNodes } from './nodes';
export { overview } from './overview';
export { getPeriod, listPeriods } from './periods';
export { getTransaction, listTransactions } from './transactions';
