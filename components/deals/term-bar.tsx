import { Time } from '@/components/ui';
import type { DealMoney } from '@/lib/client/deals/runway';
import { periodOf } from '@/lib/core/protocol/clock';

interface TermBarProps {
  money: DealMoney;
  now: number | null;
  periodSeconds: number;
}

/** The term as a bar: what is over, what is paid for, what is not yet. */
export function TermBar({ money, now, periodSeconds }: TermBarProps) {
  const { startPeriod, endPeriod, fundedUntil, accrualEnd } = money;
  const whole = Number(endPeriod - startPeriod);
  if (whole <= 0) return null;
  const end = accrualEnd > 0n && accrualEnd < fundedUntil ? accrualEnd : fundedUntil;
  const part = (period: bigint) =>
    Math.min(100, Math.max(0, (Number(period - startPeriod) / whole) * 100));
  const over = now === null ? 0 : part(periodOf(now / 1000, periodSeconds));
  const funded = part(end);
  const isShort = end < endPeriod;
  return (
    <div className="grid gap-1 text-xs text-muted">
      <div
        role="img"
        aria-label={`${Math.round(over)} % of the term is over, ${Math.round(funded)} % is paid for.`}
        className="relative h-4 overflow-hidden rounded-sm border bg-raised"
      >
        <div className="absolute inset-y-0 left-0 bg-accent-soft" style={{ width: `${funded}%` }} />
        <div
          className="absolute inset-y-0 left-0 bg-accent"
          style={{ width: `${Math.min(over, funded)}%` }}
        />
        {isShort ? (
          <div className="absolute inset-y-0 w-0.5 bg-warn" style={{ left: `${funded}%` }} />
        ) : null}
      </div>
      <div className="flex flex-wrap justify-between gap-x-4">
        <span>
          started <Time period={startPeriod} periodSeconds={periodSeconds} />
        </span>
        {isShort ? (
          <span className="text-warn">
            paid until <Time period={end} periodSeconds={periodSeconds} />
          </span>
        ) : null}
        <span>
          ends <Time period={endPeriod} periodSeconds={periodSeconds} />
        </span>
      </div>
    </div>
  );
}
