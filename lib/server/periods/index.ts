export { type CloseContext, closeDuePeriods } from './close-periods';
export { accrualEndOf, type DealEnds } from './counted-slots';
export { newestClosable, nextPeriod } from './due-periods';
export { type IntakeState, watchIntake } from './intake-watch';
export { periodSeed } from './period-seed';
