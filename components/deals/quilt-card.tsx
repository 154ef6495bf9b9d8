'use client';

import { useMemo } from 'react';
import { Quilt } from '@/components/charts/quilt';
import { Card, CardBody, CardHeader, CardTitle, Term } from '@/components/ui';
import { proofSentence, provedHours } from '@/lib/client/deals/proof-words';
import { useProofs } from '@/lib/client/deals/queries';
import { rowsOfDeal, rowsOfPlan } from '@/lib/client/deals/quilt-rows';
import { weakestHourSentence, weakestHours } from '@/lib/client/deals/weakest-hours';
import { hourOfWeek, periodOf } from '@/lib/core/protocol/clock';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { Network } from '@/lib/core/protocol/network';
import type { Plan } from '@/lib/core/protocol/plans';

interface QuiltCardProps {
  /** The whole week in view, beside the cost. */
  fit?: boolean;
  deal: DealSnapshot;
  plan: Plan | undefined;
  network: Network;
  /** Milliseconds; null before the page knows the time. */
  now: number | null;
}

/** The week of a deal: promises first, then how they were kept. */
export function QuiltCard({ deal, plan, network, now, fit }: QuiltCardProps) {
  const proofs = useProofs(deal).data;
  const regions = useMemo(
    () => new Map(plan?.nodes.map((node) => [node.operator, node.region]) ?? []),
    [plan],
  );
  const rows = useMemo(
    () =>
      deal.slots.length > 0
        ? rowsOfDeal(deal.slots, proofs, regions)
        : plan
          ? rowsOfPlan(plan)
          : [],
    [deal.slots, proofs, regions, plan],
  );
  const weakest = useMemo(() => (plan ? weakestHours(plan) : []), [plan]);
  const zone = useMemo(() => Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  if (rows.length === 0) return null;
  const hour = now === null ? undefined : hourOfWeek(periodOf(now / 1000, network.periodSeconds));
  return (
    <Card>
      <CardHeader>
        <CardTitle>The week of your file</CardTitle>
        <p className="text-xs text-muted">
          Each row is a computer and its part, each column an hour.{' '}
          {deal.startPeriod ? (
            <>
              A stitched cell is a <Term word="fulfilment">promise kept</Term>.
            </>
          ) : (
            <>
              A filled cell is a <Term word="commitment">promise</Term>.
            </>
          )}
        </p>
      </CardHeader>
      <CardBody className="grid gap-3">
        <Quilt
          rows={rows}
          weakest={weakest}
          fit={fit}
          now={deal.startPeriod ? hour : undefined}
          // A simulated clock's hours are not the reader's: its week stays in its own time.
          timeZone={network.simulatedClock ? undefined : zone}
          label="Promised and proved hours of the week, one row per computer"
        />
        {proofs && deal.startPeriod ? (
          <p className="text-sm font-medium" aria-live="polite">
            {proofSentence(provedHours(proofs))}
          </p>
        ) : null}
        {plan && plan.nodes.length > 0 ? (
          <p className="max-w-text text-sm text-pretty">{weakestHourSentence(plan)}</p>
        ) : null}
      </CardBody>
    </Card>
  );
}
