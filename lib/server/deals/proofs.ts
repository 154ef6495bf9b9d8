import { isCommitted } from '@/lib/core/deals';
import { hourOfWeek, WEEK_HOURS } from '@/lib/core/protocol/clock';
import type { DealProofsJson } from '@/lib/core/protocol/deal-progress';
import { type Address, hoursMapHex } from '@/lib/core/protocol/primitives';
import { chainClock } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { accrualEndOf } from '@/lib/server/periods/counted-slots';
import { ownDealId } from './find-deal';

const bitOf = (period: bigint) => 1n << BigInt(hourOfWeek(period));
const slotKey = (slot: { slot: number; generation: number }) => `${slot.slot}/${slot.generation}`;

/** Accepted proofs by slot generation, as maps over the window. */
async function acceptedMaps(dealId: string, from: bigint): Promise<Map<string, bigint>> {
  const rows = await db().postVerdict.findMany({
    where: { dealId, status: 'ACCEPTED', period: { gte: from } },
    select: { slot: true, generation: true, period: true },
  });
  const maps = new Map<string, bigint>();
  for (const row of rows) {
    maps.set(slotKey(row), (maps.get(slotKey(row)) ?? 0n) | bitOf(row.period));
  }
  return maps;
}

/**
 * Proofs of the last 168 periods, per generation that went live.
 * @throws AppError `DEAL_NOT_FOUND`
 */
export async function proofsOf(caller: Address, ref: string): Promise<DealProofsJson> {
  const dealId = await ownDealId(caller, ref, db(), { adminToo: true });
  const { period: to } = await chainClock();
  const from = to - BigInt(WEEK_HOURS - 1);
  const [deal, slots, periods, accepted] = await Promise.all([
    db().deal.findUniqueOrThrow({ where: { id: dealId } }),
    db().slot.findMany({
      where: { dealId, start: { not: null } },
      orderBy: [{ index: 'asc' }, { generation: 'asc' }],
    }),
    db().period.findMany({
      where: { index: { gte: from } },
      select: { index: true, status: true },
    }),
    acceptedMaps(dealId, from),
  ]);
  const closed = periods.filter(({ status }) => status === 'CLOSED' || status === 'POSTED');
  const voided = periods.filter(({ status }) => status === 'VOID');
  return {
    from: `${from}`,
    to: `${to}`,
    void: hoursMapHex(voided.reduce((map, { index }) => map | bitOf(index), 0n)),
    slots: slots.map((slot) => {
      const kept = accepted.get(slotKey({ slot: slot.index, generation: slot.generation })) ?? 0n;
      const term = {
        hoursMap: BigInt(slot.hoursMap),
        start: slot.start ?? 0n,
        accrualEnd: accrualEndOf(deal, slot.end),
      };
      const due = closed.reduce(
        (map, { index }) => (isCommitted(term, index) ? map | bitOf(index) : map),
        0n,
      );
      return {
        slot: slot.index,
        generation: slot.generation,
        node: slot.node,
        kept: hoursMapHex(kept),
        missed: hoursMapHex(due & ~kept),
      };
    }),
  };
}
