import type { Tx } from '@/lib/server/db';

/**
 * The one order in which a database transaction takes locks, so that no two ever wait in a ring:
 *
 * 1. advisory locks (closing of periods, a wallet's quota, a node's relays, shards by CommD)
 * 2. `ChainCursor` (the follower alone)
 * 3. `Period`, ascending by index
 * 4. `Deal`, ascending by id
 * 5. `Slot`, ascending by (dealId, index, generation)
 * 6. `PorepSubmission`, `PostSubmission`, `Retrieval`, `RelayRequest`, `Transaction`
 * 7. `InboxCounter`, ascending by recipient (`notifyAll`)
 * 8. jobs
 *
 * Who needs several rows of a kind, or does not know beforehand in which order it will write them,
 * takes them first with the functions below. A transaction that has a later lock never asks for an
 * earlier one.
 */

/** 3: also rows that do not exist yet, since two that insert one wait for each other too. */
export async function lockPeriods(tx: Tx, periods: Iterable<bigint>): Promise<void> {
  const indexes = [...new Set(periods)].sort((a, b) => (a < b ? -1 : 1));
  if (indexes.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "Period" ("index") SELECT unnest(${indexes}::bigint[]) ORDER BY 1
    ON CONFLICT ("index") DO NOTHING`;
  await lockKnownPeriods(tx, indexes);
}

/** 3: those of these rows that there are. */
export async function lockKnownPeriods(tx: Tx, indexes: readonly bigint[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "Period" WHERE "index" = ANY(${indexes}::bigint[]) ORDER BY "index" FOR UPDATE`;
}

/** What names a deal before and after its publication. */
export interface DealNames {
  addresses: Iterable<string>;
  planIds: Iterable<string>;
}

/** 4 and 5: deals with all generations of their slots. */
export async function lockDealsAndSlots(tx: Tx, names: DealNames): Promise<void> {
  const [addresses, planIds] = [[...names.addresses], [...names.planIds]];
  if (addresses.length + planIds.length === 0) return;
  const deals = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Deal"
    WHERE "address" = ANY(${addresses}) OR "confirmedPlanId" = ANY(${planIds})
    ORDER BY "id" FOR UPDATE`;
  const ids = deals.map((deal) => deal.id);
  await tx.$queryRaw`
    SELECT 1 FROM "Slot" WHERE "dealId" = ANY(${ids})
    ORDER BY "dealId", "index", "generation" FOR UPDATE`;
}

/** Names one generation of a slot. */
export interface SlotKey {
  dealId: string;
  slot: number;
  generation: number;
}

/** 5: these generations. */
export async function lockSlots(tx: Tx, slots: readonly SlotKey[]): Promise<void> {
  const keys = slots.map(({ dealId, slot, generation }) => ({ dealId, index: slot, generation }));
  if (keys.length === 0) return;
  await tx.$queryRaw`
    SELECT 1 FROM "Slot" s
    JOIN jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
      AS k("dealId" text, "index" int, "generation" int)
      ON s."dealId" = k."dealId" AND s."index" = k."index" AND s."generation" = k."generation"
    ORDER BY s."dealId", s."index", s."generation" FOR UPDATE OF s`;
}
