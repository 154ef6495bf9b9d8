export { hourOfWeek } from '../protocol/clock';
export { hoursMapHex } from '../protocol/primitives';
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
export { type LocalWindow, localWindowSchema, localWindowsSchema, parseWindows } from './windows';
