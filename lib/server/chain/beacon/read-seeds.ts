import { localBeaconAbi } from '@/lib/core/chain';
import { db } from '@/lib/server/db';
import { finalisedBlock } from '../clock';
import type { ChainContext } from '../context';
import { revertIn } from '../rpc-errors';

const MOST_AT_ONCE = 50;

/**
 * Where the beacon is part of the chain (Filecoin's drand), no event tells a period's seed: it is
 * asked for as soon as its first epoch has passed.
 */
export async function readSeeds(context: ChainContext): Promise<void> {
  const rows = await db().period.findMany({
    where: { seed: null, status: 'OPEN' },
    orderBy: { index: 'desc' },
    take: MOST_AT_ONCE,
  });
  for (const { index } of rows) {
    const seed = await seedOf(context, index);
    if (!seed) continue;
    const seedBlock = (await finalisedBlock(context)).number;
    await db().period.updateMany({ where: { index, seed: null }, data: { seed, seedBlock } });
  }
}

async function seedOf(context: ChainContext, period: bigint): Promise<string | undefined> {
  try {
    return await context.client.readContract({
      address: context.deployment.contracts.beacon,
      abi: localBeaconAbi,
      functionName: 'ofPeriod',
      args: [period],
    });
  } catch (error) {
    if (revertIn(error)) return undefined; // the period's first epoch is not over yet
    throw error;
  }
}
