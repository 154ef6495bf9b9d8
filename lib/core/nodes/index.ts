export { hourOfWeek } from '../protocol/clock';
export { hoursMapHex } from '../protocol/primitives';
export { type EarningsInput, monthlyEarnings } from './earnings';
export { committedHours, declaredHours } from './hours';
export {
  ALL_HOURS,
  HOURS_PER_WEEK,
  hasHour,
  hoursMapFromHex,
  hoursToMap,
  longestGap,
  mapToHours,
  popcount,
  shiftHours,
} from './hours-map';
export { offsetsBetween } from './offsets';
export { isReachable, REACHABLE_MS } from './reachable';
export { gridToWindows, paintRange, weekPresets, windowsToGrid } from './week-grid';
export { type LocalWindow, localWindowSchema, localWindowsSchema, parseWindows } from './windows';
