export { getPeriod } from './get-period';
export { listPeriods } from './list-periods';
