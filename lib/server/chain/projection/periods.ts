import { jobKeys } from '@/lib/server/lifecycle';
import { defineProjectors } from './define';
import type { Projection } from './types';

/** Ledger and beacon events → `Period` rows; posted roots make settlements due. */
export const periodProjectors = defineProjectors({
  async PeriodSeedRecorded({ tx }, { period, seed }, event) {
    const data = { seed, seedBlock: event.blockNumber };
    await tx.period.upsert({
      where: { index: period },
      create: { index: period, ...data },
      update: data,
    });
  },

  async VerdictsPosted(projection, { period, root, manifestHash }, event) {
    const posted = {
      root,
      manifestHash,
      status: 'POSTED',
      postedAt: new Date(Number(event.timestamp) * 1000),
    } as const;
    await projection.tx.period.upsert({
      where: { index: period },
      create: { index: period, ...posted },
      update: posted,
    });
    if (period % BigInt(projection.profile.settleEveryPeriods) === 0n) {
      await queueSettlements(projection, period);
    }
  },
});

async function queueSettlements({ tx, effects }: Projection, period: bigint): Promise<void> {
  const deals = await tx.deal.findMany({
    where: { status: { in: ['ACTIVE', 'CLOSING'] } },
    select: { id: true },
  });
  for (const { id } of deals) {
    effects.queue('settle', { dealId: id, period: period.toString() }, jobKeys.settle(id));
  }
}
