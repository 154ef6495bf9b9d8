'use client';

import { Ban } from 'lucide-react';
import { countHours, hoursInWords } from '@/components/charts/quilt-model';
import {
  Address,
  Amount,
  Button,
  Card,
  CardHeader,
  CardTitle,
  EmptyState,
  ErrorText,
  Table,
  TBody,
  Td,
  Term,
  THead,
  Th,
  Tooltip,
  Tr,
} from '@/components/ui';
import { formatRating } from '@/lib/client/format';
import type { Plan, PlanNode } from '@/lib/core/protocol/plans';
import type { Address as AddressText } from '@/lib/core/protocol/primitives';

const MOST_EXCLUDED = 3;
const MIB_PER_GIB = 1024n;
const MONTH_DAYS = 30n;

interface ReviewNodesProps {
  plan: Plan;
  excluded: readonly AddressText[];
  onExclude(operators: readonly AddressText[]): void;
  busy: boolean;
  error: unknown;
}

/** The chosen computers, each of which may be left out. */
export function ReviewNodes({ plan, excluded, onExclude, busy, error }: ReviewNodesProps) {
  const isFull = excluded.length >= MOST_EXCLUDED;
  return (
    <Card>
      <CardHeader
        actions={
          excluded.length > 0 ? (
            <Button size="sm" variant="ghost" disabled={busy} onClick={() => onExclude([])}>
              Allow all again
            </Button>
          ) : undefined
        }
      >
        <CardTitle>The computers</CardTitle>
        <p className="text-xs text-muted">
          You may leave out up to three; then others are chosen.
          {excluded.length > 0 ? ` Left out: ${excluded.length}.` : ''}
        </p>
      </CardHeader>
      {error ? (
        <div className="px-4 pt-3 sm:px-6">
          <ErrorText error={error} />
        </div>
      ) : null}
      {plan.nodes.length === 0 ? (
        <EmptyState
          title="No computers fit these wishes"
          text={plan.prediction.missing ?? 'Allow all computers again, or choose another speed.'}
        />
      ) : (
        <Table caption="Computers of this plan">
          <THead>
            <Tr>
              <Th>Computer</Th>
              <Th>Region</Th>
              <Th numeric>
                <Term word="rating">Rating</Term>
              </Th>
              <Th numeric>Hours a week</Th>
              <Th numeric>
                <Term word="rate">Rate</Term>, a GiB a month
              </Th>
              <Th>
                <span className="sr-only">Leave out</span>
              </Th>
            </Tr>
          </THead>
          <TBody>
            {plan.nodes.map((node) => (
              <NodeRow
                key={node.operator}
                node={node}
                busy={busy}
                isFull={isFull}
                onExclude={() => onExclude([...excluded, node.operator])}
              />
            ))}
          </TBody>
        </Table>
      )}
    </Card>
  );
}

interface NodeRowProps {
  node: PlanNode;
  busy: boolean;
  isFull: boolean;
  onExclude(): void;
}

function NodeRow({ node, busy, isFull, onExclude }: NodeRowProps) {
  const hours = BigInt(node.hoursMap);
  return (
    <Tr>
      <Td>
        <Address
          value={node.operator}
          href={`/nodes/${node.operator}`}
          className="whitespace-nowrap"
        />
      </Td>
      <Td className="whitespace-nowrap">
        {node.region ?? '–'} <span className="text-xs text-muted">{node.timeZone}</span>
      </Td>
      <Td numeric>
        <a href={`/nodes/${node.operator}`} className="link" title="See the proofs behind it">
          {formatRating(node.rating)}
        </a>
      </Td>
      <Td numeric>
        <Tooltip text={`${hoursInWords(hours, 0)} UTC`}>
          <button type="button" className="underline decoration-dotted underline-offset-4">
            {countHours(hours)}
          </button>
        </Tooltip>
      </Td>
      <Td numeric>
        <Amount atto={node.rate * MIB_PER_GIB * MONTH_DAYS} />
      </Td>
      <Td>
        <Button
          size="sm"
          variant="ghost"
          className="whitespace-nowrap"
          disabled={busy || isFull}
          title={isFull ? 'At most three computers can be left out.' : undefined}
          aria-label={`Leave out ${node.operator}`}
          onClick={onExclude}
        >
          <Ban aria-hidden /> Leave out
        </Button>
      </Td>
    </Tr>
  );
}
