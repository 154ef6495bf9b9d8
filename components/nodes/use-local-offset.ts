'use client';

import { useSyncExternalStore } from 'react';
import { offsetHoursOf } from '@/components/charts/quilt-model';

const never = () => () => {};
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * The reader's zone for pictures of the week; undefined (UTC) on the server, and where the clock is
 * simulated, since an hour of that week has nothing to do with one outside.
 */
export function useLocalZone(simulatedClock: boolean): string | undefined {
  return useSyncExternalStore(
    never,
    () => (simulatedClock ? undefined : browserZone()),
    () => undefined,
  );
}

/** Whole hours that the reader is east of UTC now; 0 as above. */
export function useLocalOffset(simulatedClock: boolean): number {
  return offsetHoursOf(useLocalZone(simulatedClock), new Date());
}
