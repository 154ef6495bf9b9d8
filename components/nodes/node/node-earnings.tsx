import {
  Address,
  Amount,
  Badge,
  Card,
  CardHeader,
  CardTitle,
  EmptyState,
  Table,
  TBody,
  Td,
  THead,
  Th,
  type Tone,
  Tr,
} from '@/components/ui';
import { formatBytes } from '@/lib/client/format';
import type { DealEarnings } from '@/lib/core/protocol/nodes';

const MOST = 100;

const states: Readonly<Record<DealEarnings['state'], { tone: Tone; word: string }>> = {
  PENDING: { tone: 'info', word: 'Not started' },
  ACTIVE: { tone: 'good', word: 'Active' },
  COMPLETED: { tone: 'neutral', word: 'Completed' },
  CANCELLED: { tone: 'neutral', word: 'Cancelled' },
};

/** What each deal brought. */
export function NodeEarnings({ deals }: { deals: readonly DealEarnings[] }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Earnings by deal</CardTitle>
        {deals.length >= MOST ? (
          <p className="text-sm text-muted">The newest {MOST} deals.</p>
        ) : null}
      </CardHeader>
      {deals.length === 0 ? (
        <EmptyState
          title="No deals yet"
          text="When a client chooses this computer, the deal stands here with what it has paid and what is still to be settled."
        />
      ) : (
        <Table caption="Earnings by deal">
          <THead>
            <Tr>
              <Th>Deal contract</Th>
              <Th>State</Th>
              <Th numeric>Sectors</Th>
              <Th numeric>Proved</Th>
              <Th numeric>Paid</Th>
              <Th numeric>To be settled</Th>
              <Th numeric>For sealing</Th>
            </Tr>
          </THead>
          <TBody>
            {deals.map((deal) => (
              <EarningsRow key={deal.deal} deal={deal} />
            ))}
          </TBody>
        </Table>
      )}
    </Card>
  );
}

function EarningsRow({ deal }: { deal: DealEarnings }) {
  const { tone, word } = states[deal.state];
  return (
    <Tr>
      <Td>
        <Address value={deal.deal} className="whitespace-nowrap" />
      </Td>
      <Td>
        <Badge tone={tone}>{word}</Badge>
      </Td>
      <Td numeric>
        {deal.liveSectors} of {deal.sectors} live
        <span className="block text-xs text-muted">{formatBytes(deal.sectorBytes)} each</span>
      </Td>
      <Td numeric>
        {deal.commitments === 0n
          ? 'none due'
          : `${deal.fulfilments.toLocaleString('en')} of ${deal.commitments.toLocaleString('en')}`}
      </Td>
      <Td numeric>
        <Amount atto={deal.settled} />
      </Td>
      <Td numeric>
        <Amount atto={deal.accrued} />
      </Td>
      <Td numeric>
        <Amount atto={deal.sealReward} />
      </Td>
    </Tr>
  );
}
