import { randomUUID } from 'node:crypto';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { db, type Prisma } from '@/lib/server/db';
import { ALWAYS, address, makeDeal, word } from './world';

let made = 0;

type SlotData = Partial<Prisma.SlotUncheckedCreateInput>;

/** An active deal with live slots, as the follower leaves it after `startDeal`. */
export async function makeLiveDeal(
  over: Partial<Prisma.DealUncheckedCreateInput> & { slots?: SlotData[]; start?: bigint } = {},
): Promise<{ id: string; deal: `0x${string}`; client: string }> {
  const { slots = [{}, {}], start = 1000n, ...deal } = over;
  const contract = address(0xdea1_0000 + ++made);
  const { id, client } = await makeDeal({
    status: 'ACTIVE',
    chainState: 'Active',
    address: contract,
    k: 1,
    n: slots.length,
    sectorBytes: 2048,
    publicationSeed: word(77),
    startPeriod: start,
    endPeriod: start + 48n,
    fundedUntil: start + 48n,
    accrualEnd: start + 48n,
    file: Buffer.from('x'),
    ...deal,
  });
  for (const [index, slot] of slots.entries()) {
    const node = address(0xa_0000 + index);
    await db().slot.create({
      data: {
        dealId: id,
        index,
        generation: 0,
        node,
        payout: node,
        rate: 24 * 2 ** 20,
        maxSpan: 24,
        hoursMap: hoursMapHex(ALWAYS),
        commD: word(index + 1),
        commR: word(index + 500),
        state: 'LIVE',
        start,
        ...slot,
      },
    });
  }
  return { id, deal: contract, client };
}

/** A message of a node that was judged: one verdict on one slot. */
export async function makePost(
  dealId: string,
  index: number,
  period: bigint,
  status: 'ACCEPTED' | 'REJECTED' = 'ACCEPTED',
  generation = 0,
): Promise<void> {
  await db().postSubmission.create({
    data: {
      period,
      operator: address(0xa_0000 + index),
      digest: randomUUID(),
      objectKey: 'unused',
      bytes: 1,
      verifiedAt: new Date(),
      verdicts: {
        create: { dealId, slot: index, generation, period, digest: word(period), status },
      },
    },
  });
}
