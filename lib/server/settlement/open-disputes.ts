import { z } from 'zod';
import { db, type Tx } from '@/lib/server/db';
import { type ChainProgress, profile } from '@/lib/server/lifecycle';

/** A node's proof on chain about which nothing is decided yet, as final events say. */
export interface OpenDispute {
  dealId: string;
  slot: number;
  generation: number;
  period: bigint;
}

/** An open dispute, and the period of the only root that can decide it. */
export interface DecidableDispute extends OpenDispute {
  root: bigint;
}

/** Periods after its end in which a deal's contract still settles (`RETENTION` in DealStorage.sol). */
const RETAINED_PERIODS = 168n;

const openRow = z.object({
  dealId: z.string(),
  slot: z.coerce.number(),
  generation: z.coerce.number(),
  period: z.coerce.bigint(),
});

/** Disputes of one deal or of all that the contract would still decide, oldest first. */
async function openDisputes(
  tx: Tx,
  progress: ChainProgress,
  dealId: string | null,
): Promise<OpenDispute[]> {
  const { rootDelayPeriods, disputeWindowPeriods } = profile();
  // Of an ended deal, no dispute that is older than this can still be settled.
  const oldest =
    progress.period - RETAINED_PERIODS - BigInt(rootDelayPeriods + 2 * disputeWindowPeriods);
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT d."id" AS "dealId", o."args"->>'slot' AS "slot", o."args"->>'generation' AS "generation",
      o."args"->>'period' AS "period"
    FROM "ChainEvent" o JOIN "Deal" d ON d."address" = o."address"
    WHERE o."name" = 'DisputeOpened'
      AND (${dealId}::text IS NULL OR d."id" = ${dealId}::text)
      AND (d."status"::text IN ('ACTIVE', 'CLOSING')
        OR (d."status"::text = 'COMPLETED' AND (o."args"->>'period')::numeric >= ${oldest}))
      AND NOT EXISTS (SELECT 1 FROM "ChainEvent" c
        WHERE c."name" IN ('DisputeCredited', 'DisputeDismissed') AND c."address" = o."address"
          AND c."args"->>'slot' = o."args"->>'slot'
          AND c."args"->>'generation' = o."args"->>'generation'
          AND c."args"->>'period' = o."args"->>'period')
    ORDER BY o."blockNumber", o."logIndex"`;
  return rows.map((row) => openRow.parse(row));
}

/**
 * The period of the newest root that can speak about `period`, as the contract asks for it: its own,
 * or the one before it once it can get none any more. Null while that is open, or without any root.
 */
async function decidingRoot(
  tx: Tx,
  progress: ChainProgress,
  period: bigint,
): Promise<bigint | null> {
  const posted = (index: { lte: bigint } | { gt: bigint }) =>
    tx.period.findFirst({
      where: { status: 'POSTED', index },
      orderBy: { index: 'desc' },
      select: { index: true },
    });
  const newest = await posted({ lte: period });
  if (newest?.index === period) return period;
  const isTooLate = progress.period > period + BigInt(profile().rootDelayPeriods);
  if (!isTooLate && (await posted({ gt: period })) === null) return null;
  return newest?.index ?? null;
}

/** Open disputes that a root on chain decides, of one deal or of all. */
export async function decidableDisputes(
  progress: ChainProgress,
  dealId: string | null = null,
): Promise<DecidableDispute[]> {
  const decidable: DecidableDispute[] = [];
  for (const dispute of await openDisputes(db(), progress, dealId)) {
    const root = await decidingRoot(db(), progress, dispute.period);
    if (root !== null) decidable.push({ ...dispute, root });
  }
  return decidable;
}

/** Deals with a dispute that can be decided now. */
export async function disputedDeals(progress: ChainProgress): Promise<string[]> {
  const disputes = await decidableDisputes(progress);
  return [...new Set(disputes.map(({ dealId }) => dealId))];
}
