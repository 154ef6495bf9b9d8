'use client';

import {
  Button,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  Stat,
  StatGrid,
  Term,
} from '@/components/ui';
import { tierName, tierWords } from '@/lib/client/deals/tiers';
import { formatPercent, hourOfWeekName } from '@/lib/client/format';
import type { Tier } from '@/lib/core/protocol/deals';
import type { Plan } from '@/lib/core/protocol/plans';

interface ReviewOutlookProps {
  plan: Plan;
  onTier(tier: Tier): void;
  busy: boolean;
}

/** How likely the file can be read, and what could be worse than the plain figure. */
export function ReviewOutlook({ plan, onTier, busy }: ReviewOutlookProps) {
  const { prediction, tier, k, n } = plan;
  return (
    <Card>
      <CardHeader>
        <CardTitle>How surely it can be read</CardTitle>
        <p className="text-xs text-muted">
          {tierName(tier)}: any {k} of {n} parts restore the file.
        </p>
      </CardHeader>
      <CardBody className="grid gap-4">
        <StatGrid className="grid-cols-1 sm:grid-cols-2">
          <Stat
            label="Weakest hour"
            value={formatPercent(prediction.worst)}
            hint={hourOfWeekName(prediction.worstHour)}
          />
          <Stat
            label="On average"
            value={formatPercent(prediction.mean)}
            hint="over all 168 hours"
          />
          <Stat
            label="With a whole region gone"
            value={formatPercent(prediction.shocked)}
            hint="the one that would hurt most, at its weakest hour"
          />
          <Stat
            label="Two hours early or late"
            value={formatPercent(prediction.jittered)}
            hint="if people shift their habits"
          />
        </StatGrid>
        <p className="max-w-text text-xs text-muted">
          These are careful figures: each computer counts with the lower end of what its{' '}
          <Term word="rating">record</Term> supports. A file that cannot be read at once is not
          lost; it comes back when its computers do.
        </p>
        {prediction.reached ? null : (
          <div className="grid gap-2 rounded-md bg-warn-soft p-3 text-sm text-warn">
            <p>{prediction.missing ?? 'The computers of this moment do not reach the target.'}</p>
            <p>You may confirm it as it is, choose another speed, or come back later.</p>
          </div>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-sm text-muted">Another speed:</span>
          {tierWords
            .filter((words) => words.tier !== tier)
            .map((words) => (
              <Button
                key={words.tier}
                size="sm"
                disabled={busy}
                onClick={() => onTier(words.tier)}
                title={words.meaning}
              >
                {words.name}
              </Button>
            ))}
        </div>
      </CardBody>
    </Card>
  );
}
