import { Address, Time } from '@/components/ui';
import { formatBytes, formatDuration } from '@/lib/client/format';
import type { AdminDealDetail } from '@/lib/core/protocol/admin';
import { type Fact, Facts, Section } from '../panel/facts';
import { JsonView } from '../panel/json-view';

function periodText(period: bigint | undefined, { period: now, periodSeconds }: AdminDealDetail) {
  if (period === undefined) return undefined;
  if (now === undefined) return `${period}`;
  const away = Number(period - now);
  const distance = formatDuration(Math.abs(away) * periodSeconds);
  return `${period} (${away >= 0 ? `in ${distance}` : `${distance} ago`})`;
}

/** What a deal is, in lines. */
export function DealFacts({ detail }: { detail: AdminDealDetail }) {
  const { deal } = detail;
  const { file } = deal;
  const when = (instant: string | undefined) => (instant ? <Time date={instant} /> : undefined);
  const facts: Fact[] = [
    ['Failure', deal.failure ? `${deal.failure.code}: ${deal.failure.message}` : undefined],
    ['Client', <Address key="client" value={deal.client} full />],
    ['Contract', deal.address ? <Address key="contract" value={deal.address} full /> : undefined],
    ['Portal’s id', <Address key="id" value={deal.dealId} full />],
    [
      'File',
      `${file.name}, ${formatBytes(file.bytes)}, ${file.contentType}, encryption ${file.encryption}`,
    ],
    [
      'Coding',
      deal.n
        ? `any ${deal.k} of ${deal.n}, tier ${deal.tier}`
        : `${deal.k} data shards, tier ${deal.tier}`,
    ],
    ['Sector', deal.sectorBytes ? formatBytes(deal.sectorBytes) : undefined],
    ['Sealed', deal.slotCount ? `${deal.provedSlots} of ${deal.slotCount} slots` : undefined],
    ['Term', `${deal.durationPeriods} periods`],
    ['Asked for', when(deal.createdAt)],
    ['Sealing until', when(deal.sealingDeadline)],
    ['Start until', when(deal.startDeadline)],
    ['Started in period', periodText(deal.startPeriod, detail)],
    ['Term ends in', periodText(deal.endPeriod, detail)],
    ['Money lasts to', periodText(deal.fundedUntil, detail)],
    ['Accrual ends in', periodText(deal.accrualEnd, detail)],
    ['PoReps', `${deal.poreps.accepted} accepted, ${deal.poreps.rejected} rejected`],
    ['Hourly proofs', `${deal.posts.accepted} accepted, ${deal.posts.rejected} rejected`],
  ];
  return (
    <Section title="What it is">
      <Facts facts={facts} />
      <JsonView value={deal} label="All of it as data" />
    </Section>
  );
}
