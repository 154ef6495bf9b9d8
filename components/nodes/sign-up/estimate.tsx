import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui';
import { formatBytes, formatFil, formatPercent } from '@/lib/client/format';
import { monthlyEarnings } from '@/lib/core/nodes';
import { bytesOfText, GIB, rateOfText } from '../units';
import type { Draft, WeekPromise } from './draft';
import type { Market } from './rate-field';

/** A computer that is often off when it promised to be on: the network's rating of a newcomer. */
const MODEST_SHARE = 9000;
const FULL_SHARE = 10_000;

/** Monthly earnings of a draft in attoFIL, from modest to best; null while it cannot be told. */
export function estimateOf(draft: Draft, promise: WeekPromise | null, market: Market) {
  const capacityBytes = bytesOfText(draft.capacity, GIB);
  const rate = rateOfText(draft.rate);
  if (!promise || capacityBytes === undefined || rate === undefined) return null;
  const hoursPerWeek = promise.hours;
  const base = { capacityBytes, rate, hoursPerWeek };
  return {
    capacityBytes,
    hoursPerWeek,
    low: monthlyEarnings({ ...base, usedShare: market.usedShare, keptShare: MODEST_SHARE }),
    high: monthlyEarnings({ ...base, usedShare: FULL_SHARE, keptShare: FULL_SHARE }),
  };
}

/** What a month may bring, as a range with what it rests on. */
export function Estimate(props: { draft: Draft; promise: WeekPromise | null; market: Market }) {
  const { draft, promise, market } = props;
  const estimate = estimateOf(draft, promise, market);
  return (
    <Card aria-live="polite">
      <CardHeader>
        <CardTitle>A month may bring</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3 text-sm">
        {estimate ? (
          <>
            <p className="text-xl font-semibold">
              {formatFil(estimate.low, { digits: 3 })} to {formatFil(estimate.high, { digits: 3 })}
            </p>
            <dl className="grid gap-2 text-muted">
              <div>
                <dt className="font-medium text-ink">At best</dt>
                <dd>
                  all {formatBytes(estimate.capacityBytes)} in use and every promised hour proved.
                </dd>
              </div>
              <div>
                <dt className="font-medium text-ink">Modestly</dt>
                <dd>
                  as full as the network is today ({formatPercent(market.usedShare / FULL_SHARE)})
                  and one promise in ten missed.
                </dd>
              </div>
            </dl>
            <p className="text-xs text-muted">
              You promise {estimate.hoursPerWeek} of 168 hours. A kept promise pays for all the time
              since the last one, so fewer hours earn as much, but clients look for hours that
              others leave empty. 30 days; no reward for sealing counted; electricity is yours.
            </p>
          </>
        ) : (
          <p className="text-muted">Paint some hours and enter capacity and rate.</p>
        )}
      </CardBody>
    </Card>
  );
}
