import { keccak256, stringToBytes } from 'viem';
import { hoursMapFromHex } from '@/lib/core/nodes';
import type { ContentDescription } from '@/lib/core/protocol/content';
import { db } from '@/lib/server/db';
import { isOnline } from './availability';

/** Who holds one shard of a deal now. */
export interface Holder {
  segment: number;
  shard: number;
  slot: number;
  generation: number;
  node: string;
  commD: string;
  hoursMap: bigint;
  lastSeenAt: Date | null;
}

/** Holders of sealed shards: the newest generation of each slot that has proved its seal. */
export async function holdersOf(dealId: string, content: ContentDescription): Promise<Holder[]> {
  const slots = await db().slot.findMany({
    where: { dealId, state: { in: ['LIVE', 'PROVED'] } },
    orderBy: { generation: 'asc' },
  });
  const newest = new Map(slots.map((slot) => [slot.index, slot]));
  const profiles = await db().nodeProfile.findMany({
    where: { operator: { in: slots.map((slot) => slot.node) } },
    select: { operator: true, lastSeenAt: true },
  });
  const seen = new Map(profiles.map((p) => [p.operator, p.lastSeenAt]));
  return [...newest.values()].map((slot) => ({
    segment: Math.floor(slot.index / content.n),
    shard: slot.index % content.n,
    slot: slot.index,
    generation: slot.generation,
    node: slot.node,
    commD: slot.commD.toLowerCase(),
    hoursMap: hoursMapFromHex(slot.hoursMap),
    lastSeenAt: seen.get(slot.node) ?? null,
  }));
}

/**
 * The order in which holders are asked: those online first, then an order that differs from
 * retrieval to retrieval but not from run to run, so that the load spreads and a restart asks the
 * same ones.
 */
export function askingOrder<T extends Holder>(
  holders: readonly T[],
  retrievalId: string,
  now: number,
): T[] {
  const rank = new Map(
    holders.map((h) => [h, keccak256(stringToBytes(`${retrievalId}:${h.node}`))]),
  );
  return [...holders].sort((a, b) => {
    const online = Number(isOnline(b.lastSeenAt, now)) - Number(isOnline(a.lastSeenAt, now));
    return online || (rank.get(a)! < rank.get(b)! ? -1 : 1);
  });
}
