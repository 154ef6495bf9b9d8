'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import {
  Amount,
  Badge,
  Button,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  ErrorText,
  Tooltip,
} from '@/components/ui';
import { ApiError, api } from '@/lib/client/api';
import { costRows, refundableAtStart } from '@/lib/client/deals/cost-rows';
import { durationName } from '@/lib/client/deals/durations';
import { rulesOf, useRefreshDeal } from '@/lib/client/deals/queries';
import { formatBytes, formatDuration } from '@/lib/client/format';
import { type DealSnapshot, dealAccepted } from '@/lib/core/protocol/deals';
import type { Network } from '@/lib/core/protocol/network';
import type { Plan } from '@/lib/core/protocol/plans';
import { CancelButton } from './cancel-button';

interface ReviewCostProps {
  deal: DealSnapshot;
  plan: Plan;
  busy: boolean;
  network: Network;
}

/** What it costs line by line, what comes back, and the button that confirms. */
export function ReviewCost({ deal, plan, busy, network }: ReviewCostProps) {
  const refresh = useRefreshDeal(deal.dealId);
  const confirm = useMutation({
    mutationFn: () =>
      api(`/api/deals/${deal.dealId}/confirm`, dealAccepted, { json: { planId: plan.planId } }),
    onSuccess: refresh,
  });
  const canConfirm = plan.nodes.length === plan.n;
  return (
    <Card className="lg:sticky lg:top-24">
      <CardHeader>
        <CardTitle>Cost</CardTitle>
        <p className="text-xs text-muted">
          {durationName(plan.durationPeriods)}, {plan.segments * plan.n} sectors of{' '}
          {formatBytes(plan.sectorBytes)}
        </p>
      </CardHeader>
      <CardBody className="grid gap-4">
        <table className="w-full text-sm">
          <caption className="sr-only">Cost of the deal</caption>
          <tbody className="divide-y">
            {costRows(plan).map(({ id, label, amount, hint, refundable }) => (
              <tr key={id} className={id === 'total' ? 'font-semibold' : undefined}>
                <th
                  scope="row"
                  className={`py-2 pr-3 text-left ${id === 'total' ? 'font-semibold' : 'font-normal'}`}
                >
                  {label} {refundable ? <Badge tone="good">refundable</Badge> : null}
                  <span className="block text-xs font-normal text-muted">{hint}</span>
                </th>
                <td className="py-2 text-right align-top whitespace-nowrap">
                  <Amount atto={amount} />
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row" className="py-2 pr-3 text-left font-normal">
                Network fee
                <span className="block text-xs text-muted">
                  For one transaction at the start. Your wallet shows it before you sign.
                </span>
              </th>
              <td className="py-2 text-right align-top text-muted">by wallet</td>
            </tr>
          </tbody>
        </table>
        <dl className="grid gap-1 rounded-md bg-raised p-3 text-sm">
          <Line label="A month">
            <Amount atto={plan.cost.perMonth} />
          </Line>
          <Line label="Needed to start">
            <Amount atto={plan.cost.minimumToStart} />
          </Line>
          <Line label="Back if you close at once">
            <Amount atto={refundableAtStart(plan)} />
          </Line>
          <Line label={<Overhead plan={plan} />}>
            {(plan.overhead.redundancy * plan.overhead.padding).toFixed(2)} × the file
          </Line>
        </dl>
        <Button
          variant="primary"
          size="lg"
          className="w-full"
          disabled={!canConfirm || busy}
          loading={confirm.isPending}
          onClick={() => confirm.mutate()}
        >
          Confirm these computers
        </Button>
        <p className="text-xs text-muted">
          Nothing is paid yet. The computers then fetch and seal their parts, which takes up to{' '}
          {formatDuration(rulesOf(network).sealingSeconds)}; you pay when all have proved it.
        </p>
        {confirm.error ? <ConfirmError error={confirm.error} /> : null}
        <CancelButton deal={deal} />
      </CardBody>
    </Card>
  );
}

function Overhead({ plan }: { plan: Plan }) {
  const text = `${plan.overhead.redundancy.toFixed(2)} for spare parts, times ${plan.overhead.padding.toFixed(2)} for filling whole sectors.`;
  return (
    <Tooltip text={text}>
      <button type="button" className="underline decoration-dotted underline-offset-4">
        Stored in all
      </button>
    </Tooltip>
  );
}

function Line({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-3">
      <dt className="text-muted">{label}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}

function ConfirmError({ error }: { error: unknown }) {
  const other = ApiError.is(error, 'DEAL_TOO_MANY_PENDING') ? error.details.dealId : undefined;
  return (
    <div className="grid gap-1">
      <ErrorText error={error} />
      {typeof other === 'string' ? (
        <Link href={`/deals/${other}`} className="link text-sm">
          Open that deal
        </Link>
      ) : null}
    </div>
  );
}
