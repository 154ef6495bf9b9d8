import { type DealStatus, dealTransitions, isDealOver } from '@/lib/core/deals';
import { db } from '@/lib/server/db';
import type { ChainProgress } from '@/lib/server/lifecycle';

/** Rows that one statement deletes: few enough that nobody waits long for their locks. */
const BATCH = 5000;
const DAY_MS = 24 * 3600 * 1000;

/**
 * How long rows are kept (docs/protocol.md, section 9). A slot is judged by its last 24 commitments,
 * which lie within 24 weeks; pages go back 720 periods. A dispute must be opened within about a day,
 * but may be concluded as long as its deal is settled: an account that takes such a credit asks what
 * was accepted around it only where all that is still kept (`neighbours` in periods/credited-disputes.ts).
 */
export const RETENTION = {
  /** Periods for which a verdict is kept at least while its deal runs; none is kept longer. */
  verdictPeriods: 25n * 168n,
  /** Periods after the end of its deal, which has no accounts any more, for which a verdict is kept. */
  endedVerdictPeriods: 720n,
  relayDays: 30,
  transactionDays: 90,
  /** Days for an event that its recipient has acknowledged, and for one that it has not. */
  readInboxDays: 90,
  inboxDays: 180,
  notificationDays: 90,
  heartbeatDays: 7,
} as const;

const before = (days: number) => new Date(Date.now() - days * DAY_MS);
const over = (Object.keys(dealTransitions) as DealStatus[]).filter(isDealOver);

/** Repeats a deletion of at most a batch until nothing is left. */
async function inBatches(signal: AbortSignal, deleteSome: () => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    signal.throwIfAborted();
    const count = await deleteSome();
    total += count;
    if (count < BATCH) return total;
  }
}

/**
 * Deletes verdicts that no slot is judged by any more, and messages without any. What a period's root
 * says is in its verdict file, which the contract's settlements and disputes go by.
 */
export async function collectPostRows(
  progress: ChainProgress,
  signal: AbortSignal,
): Promise<number> {
  const oldest = progress.period - RETENTION.verdictPeriods;
  const ended = progress.period - RETENTION.endedVerdictPeriods;
  const messages = await inBatches(
    signal,
    () => db().$executeRaw`
      DELETE FROM "PostSubmission" WHERE "id" IN (
        SELECT "id" FROM "PostSubmission" WHERE "period" < ${oldest} LIMIT ${BATCH})`,
  );
  const verdicts = await inBatches(
    signal,
    () => db().$executeRaw`
      DELETE FROM "PostVerdict" WHERE ctid = ANY(ARRAY(
        SELECT v.ctid FROM "PostVerdict" v WHERE v."period" < ${ended} AND NOT EXISTS (
          SELECT 1 FROM "Deal" d WHERE d."id" = v."dealId" AND (
            d."status"::text <> ALL(${over}) OR COALESCE(d."accrualEnd", 0) >= ${ended}))
        LIMIT ${BATCH}))`,
  );
  const empty = await inBatches(
    signal,
    () => db().$executeRaw`
      DELETE FROM "PostSubmission" WHERE "id" IN (
        SELECT s."id" FROM "PostSubmission" s
        WHERE s."period" < ${ended} AND s."verifiedAt" IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM "PostVerdict" v WHERE v."submissionId" = s."id")
        LIMIT ${BATCH})`,
  );
  return messages + verdicts + empty;
}

/** Deletes relay requests of which nothing can change any more. */
export function collectRelays(signal: AbortSignal): Promise<number> {
  return inBatches(
    signal,
    () => db().$executeRaw`
      DELETE FROM "RelayRequest" WHERE "id" IN (
        SELECT r."id" FROM "RelayRequest" r LEFT JOIN "Transaction" t ON t."id" = r."transactionId"
        WHERE r."status" IN ('MINED', 'FAILED') AND r."createdAt" < ${before(RETENTION.relayDays)}
          AND (t."id" IS NULL OR t."status" IN ('FINALISED', 'FAILED'))
        LIMIT ${BATCH})`,
  );
}

/**
 * Deletes transactions that are final. Those of a deal that is not over stay: their keys are what
 * keeps a settlement, a replacement or an end from being sent a second time.
 */
export function collectTransactions(signal: AbortSignal): Promise<number> {
  return inBatches(
    signal,
    () => db().$executeRaw`
      DELETE FROM "Transaction" WHERE "id" IN (
        SELECT t."id" FROM "Transaction" t
        WHERE t."status" IN ('FINALISED', 'FAILED')
          AND t."createdAt" < ${before(RETENTION.transactionDays)}
          AND NOT EXISTS (SELECT 1 FROM "Deal" d
            WHERE d."id" = t."dealId" AND d."status"::text <> ALL(${over}))
          AND NOT EXISTS (SELECT 1 FROM "RelayRequest" r WHERE r."transactionId" = t."id")
        LIMIT ${BATCH})`,
  );
}

/** Deletes what was told long ago. Numbers go on: a reader continues after the last one it has. */
export function collectInbox(signal: AbortSignal): Promise<number> {
  return inBatches(
    signal,
    () => db().$executeRaw`
      DELETE FROM "InboxEvent" WHERE ctid = ANY(ARRAY(
        SELECT e.ctid FROM "InboxEvent" e
        LEFT JOIN "InboxCounter" c ON c."recipient" = e."recipient"
        WHERE e."createdAt" < ${before(RETENTION.inboxDays)}
          OR (e."createdAt" < ${before(RETENTION.readInboxDays)} AND e."seq" <= c."ackedSeq")
        LIMIT ${BATCH}))`,
  );
}

/** Deletes deliveries that are done or given up, and workers that are long gone. */
export async function collectSmallRows(): Promise<void> {
  await db().notification.deleteMany({
    where: { status: { not: 'PENDING' }, createdAt: { lt: before(RETENTION.notificationDays) } },
  });
  await db().workerHeartbeat.deleteMany({
    where: { id: { startsWith: 'worker:' }, beatAt: { lt: before(RETENTION.heartbeatDays) } },
  });
}
