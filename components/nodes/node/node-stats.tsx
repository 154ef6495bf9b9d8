import { Amount, Stat, StatGrid, Term } from '@/components/ui';
import { formatBytes, formatRating } from '@/lib/client/format';
import type { NodeDetail } from '@/lib/core/protocol/nodes';

/** The figures that others judge a computer by. */
export function NodeStats({ node }: { node: NodeDetail }) {
  const { fulfilments, commitments, rating, slots } = node;
  const isNew = commitments === 0n;
  const missed = commitments - fulfilments;
  return (
    <StatGrid>
      <Stat
        label={<Term word="rating">Rating</Term>}
        value={
          isNew
            ? 'New'
            : `${fulfilments.toLocaleString('en')} of ${commitments.toLocaleString('en')}`
        }
        hint={
          isNew
            ? 'No promise has come due yet. New nodes are judged as if they kept 90 %.'
            : `promised hours proved: ${formatRating(rating)}, ${missed.toLocaleString('en')} missed since it joined. Settled on the chain.`
        }
      />
      <Stat
        label="Earned"
        value={<Amount atto={node.earned} digits={3} />}
        hint="Paid out by deals, rewards for sealing included."
      />
      <Stat
        label="Space used"
        value={formatBytes(node.reservedBytes)}
        hint={`of ${formatBytes(node.capacityBytes)} offered`}
      />
      <Stat
        label={<Term word="sector">Sectors</Term>}
        value={`${slots.live} live`}
        hint={[
          slots.sealing > 0 ? `${slots.sealing} being sealed` : '',
          slots.offered > 0 ? `${slots.offered} offered` : '',
          `${slots.ended} ended`,
        ]
          .filter(Boolean)
          .join(', ')}
      />
    </StatGrid>
  );
}
