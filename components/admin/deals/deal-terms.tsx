import { Address, Time } from '@/components/ui';
import { formatBytes, formatRate } from '@/lib/client/format';
import type { AdminDealDetail } from '@/lib/core/protocol/admin';
import { type Fact, Facts, Section } from '../panel/facts';
import { JsonView } from '../panel/json-view';

const at = (seconds: bigint) => <Time date={new Date(Number(seconds) * 1000).toISOString()} />;
const hashed = (value: string | undefined) => (value ? <Address value={value} /> : undefined);

/** What was agreed, as the contract has it. */
export function DealTerms({ detail }: { detail: AdminDealDetail }) {
  const { deal } = detail;
  const { terms } = deal;
  if (!terms) {
    return (
      <Section title="Terms" count={0} empty="They are fixed when the contract is published." />
    );
  }
  const facts: Fact[] = [
    ['Hash of the terms', hashed(deal.termsHash)],
    ['Plan', hashed(terms.planId)],
    ['Content', hashed(terms.contentHash)],
    ['Slots', hashed(deal.slotsRoot)],
    ['Publication seed', hashed(deal.publicationSeed)],
    ['File', formatBytes(terms.fileBytes)],
    ['Sector', formatBytes(terms.sectorBytes)],
    ['Coding', `any ${terms.dataShards} of ${terms.totalShards}, ${terms.slotCount} slots in all`],
    ['Term', `${terms.durationPeriods} periods`],
    ['Highest rate', formatRate(terms.maxRate)],
    ['Seal reward', `${terms.sealRewardPeriods} periods’ pay for each seal`],
    ['Least runway at the start', `${terms.minRunwayPeriods} periods`],
    ['Fee', `${terms.feeBps / 100} %`],
    ['Sealed by', at(terms.sealingDeadline)],
    ['Started by', at(terms.startDeadline)],
  ];
  return (
    <Section title="Terms">
      <Facts facts={facts} />
      {deal.content ? <JsonView value={deal.content} label="Pieces and their commitments" /> : null}
    </Section>
  );
}
