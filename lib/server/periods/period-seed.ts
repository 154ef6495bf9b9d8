import { localBeaconAbi } from '@/lib/core/chain/abi';
import type { Hex } from '@/lib/core/protocol/primitives';
import { chainContext, deployment, finalisedBlock, publicClient } from '@/lib/server/chain';
import { revertIn } from '@/lib/server/chain/rpc-errors';
import { db } from '@/lib/server/db';

/** What the final chain says of a period's seed; null where there is none. */
async function seedOnChain(period: bigint): Promise<Hex | null> {
  try {
    const { number } = await finalisedBlock(chainContext());
    return await publicClient().readContract({
      address: deployment().contracts.beacon,
      abi: localBeaconAbi,
      functionName: 'ofPeriod',
      args: [period],
      blockNumber: number,
    });
  } catch (error) {
    const revert = revertIn(error);
    if (revert?.name === 'PeriodSeedMissing' || revert?.name === 'RandomnessUnavailable')
      return null;
    throw error;
  }
}

/** Seed of a period: as recorded, else from the chain. Null for a period without one. */
export async function periodSeed(period: bigint): Promise<Hex | null> {
  const row = await db().period.findUnique({ where: { index: period }, select: { seed: true } });
  return (row?.seed as Hex | undefined) ?? seedOnChain(period);
}
