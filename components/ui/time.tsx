'use client';

import { useSyncExternalStore } from 'react';
import { formatInstant } from '@/lib/client/format';

const never = () => () => {};

/** False while the server's HTML is taken over, true from then on: the server knows no zone. */
function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

export type TimeProps = { className?: string } & (
  | { date: Date | string | number; period?: undefined; periodSeconds?: undefined }
  | {
      /** Start of a proving period. */
      period: bigint;
      periodSeconds: number;
      date?: undefined;
    }
);

/** An instant in the reader's zone, in UTC on hover. */
export function Time({ date, period, periodSeconds, className }: TimeProps) {
  const hydrated = useHydrated();
  const instant =
    period === undefined ? new Date(date) : new Date(Number(period) * periodSeconds * 1000);
  if (Number.isNaN(instant.getTime())) return <span className={className}>unknown</span>;
  const utc = formatInstant(instant, 'UTC');
  return (
    <time dateTime={instant.toISOString()} title={utc} className={className}>
      {hydrated ? formatInstant(instant) : utc}
    </time>
  );
}
