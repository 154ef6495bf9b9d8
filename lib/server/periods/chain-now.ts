import { publicClient } from '@/lib/server/chain';

/** Unix seconds of the chain's newest block, by which proofs are in time or late. */
export async function chainNow(): Promise<number> {
  const { timestamp } = await publicClient().getBlock({ blockTag: 'latest' });
  return Number(timestamp);
}
