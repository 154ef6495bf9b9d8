import { keccak256, stringToHex } from 'viem';
import type { DealRow } from '@/lib/server/lifecycle';
import type { PlanningClock } from './clock';
import { placeDeal } from './place';
import { isImpossibleLayout } from './segment-layout';

/** What a dry run of the placement says about a deal's n. */
export type ShardCount = number | { missing: string };

/**
 * n of a deal: what its client asked for, else the fewest shards with which the nodes of today
 * reach the tier. Words instead, if not even k nodes can be used.
 */
export async function chooseShardCount(
  deal: DealRow,
  wishes: { exclude?: readonly string[]; clock?: PlanningClock } = {},
): Promise<ShardCount> {
  if (deal.requestedN !== null) return deal.requestedN;
  try {
    const seed = keccak256(stringToHex(deal.id));
    const result = await placeDeal(deal, { ...wishes, seed });
    return result.nodes.length > 0 ? result.n : { missing: result.missing ?? 'No node is free.' };
  } catch (error) {
    if (!isImpossibleLayout(error)) throw error;
    return { missing: error.shortMessage };
  }
}
