import { owed } from '@/lib/core/deals';
import { type Address, chainDealState, type DealEarningsJson } from '@/lib/core/protocol';
import { db, type Prisma, toBig } from '@/lib/server/db';

const MAX_DEALS = 100;

type SlotRow = Prisma.SlotGetPayload<Record<string, never>>;

const total = <T>(items: readonly T[], of: (item: T) => bigint) =>
  items.reduce((sum, item) => sum + of(item), 0n).toString();

/** Earned by accepted proofs and not paid out yet. */
function accruedOf(slot: SlotRow, sectorBytes: bigint): bigint {
  const due = owed(toBig(slot.rate), sectorBytes, slot.provenPeriods) - toBig(slot.settledAmount);
  return due > 0n ? due : 0n;
}

/** What each of a node's newest deals brought it; the client's own data are left out. */
export async function readDealEarnings(operator: Address): Promise<DealEarningsJson[]> {
  const mine = { node: operator, state: { not: 'VACANT' as const } };
  const deals = await db().deal.findMany({
    where: { address: { not: null }, slots: { some: mine } },
    orderBy: { createdAt: 'desc' },
    take: MAX_DEALS,
    select: {
      address: true,
      chainState: true,
      sectorBytes: true,
      startPeriod: true,
      accrualEnd: true,
      slots: { where: mine },
    },
  });
  return deals.map(({ address, chainState, sectorBytes, startPeriod, accrualEnd, slots }) => {
    const size = BigInt(sectorBytes ?? 0);
    return {
      deal: address as string,
      state: chainDealState.parse((chainState ?? 'Pending').toUpperCase()),
      sectors: slots.length,
      liveSectors: slots.filter((slot) => slot.state === 'LIVE').length,
      sectorBytes: size.toString(),
      startPeriod: startPeriod?.toString(),
      endPeriod: accrualEnd?.toString(),
      fulfilments: total(slots, (slot) => BigInt(slot.fulfilments)),
      commitments: total(slots, (slot) => BigInt(slot.commitments)),
      settled: total(slots, (slot) => toBig(slot.settledAmount)),
      accrued: total(slots, (slot) => accruedOf(slot, size)),
      sealReward: total(slots, (slot) => toBig(slot.sealReward)),
    };
  });
}
