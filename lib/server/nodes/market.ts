import { db } from '@/lib/server/db';

/** What others offer, to compare an own offer with. */
export interface Market {
  /** Nodes that take new slots now. */
  nodes: number;
  /** attoFIL per MiB and day that half of them ask at most; null without any. */
  medianRate: bigint | null;
  /** Part of the offered space that deals use, in basis points. */
  usedShare: number;
}

interface MarketRow {
  nodes: number;
  median: string | null;
  capacity: string;
  reserved: string;
}

/** The network's offers from the rows that mirror the registry. */
export async function readMarket(): Promise<Market> {
  const [row] = await db().$queryRaw<MarketRow[]>`
    SELECT count(*)::int AS nodes,
      percentile_disc(0.5) WITHIN GROUP (ORDER BY "rate")::text AS median,
      coalesce(sum("capacityBytes"), 0)::text AS capacity,
      coalesce(sum("reservedBytes"), 0)::text AS reserved
    FROM "Node" WHERE NOT "retired" AND "accepting"`;
  if (!row || row.median === null) return { nodes: 0, medianRate: null, usedShare: 0 };
  const capacity = BigInt(row.capacity);
  const usedShare = capacity === 0n ? 0 : Number((BigInt(row.reserved) * 10_000n) / capacity);
  return {
    nodes: row.nodes,
    medianRate: BigInt(row.median),
    usedShare: Math.min(usedShare, 10_000),
  };
}
