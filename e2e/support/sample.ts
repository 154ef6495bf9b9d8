import { randomUUID } from 'node:crypto';
import { onDatabase } from './database';

/** The newest deal that runs, else any; made on the spot if the platform has none. */
async function someDeal(owner: string): Promise<string> {
  const [known] = await onDatabase<{ id: string }>(
    `SELECT id FROM "Deal" ORDER BY "chainState" = 'ACTIVE' DESC NULLS LAST,
       address IS NOT NULL DESC, "createdAt" DESC LIMIT 1`,
  );
  return known?.id ?? dealInReview('sample.txt', owner);
}

/** A deal that waits for its client's word, with an upload. */
export async function dealInReview(name: string, client: string): Promise<string> {
  const [upload, deal] = [randomUUID(), randomUUID()];
  await onDatabase(
    `INSERT INTO "Upload" (id, owner, filename, "contentType", bytes, received, status, "expiresAt")
     VALUES ($1, $2, $3, 'text/plain', 1000, 1000, 'CONSUMED', now() + interval '1 day')`,
    [upload, client, name],
  );
  await onDatabase(
    `INSERT INTO "Deal" (id, client, "uploadId", status, tier, "durationPeriods", "fileBytes", k, "updatedAt")
     VALUES ($1, $2, $3, 'REVIEW', 'day', 24, 1000, 2, now())`,
    [deal, client, upload],
  );
  return deal;
}

/** The contract of a deal; one that is no deal's if none is on the chain yet. */
async function someContract(): Promise<string> {
  const [known] = await onDatabase<{ address: string }>(
    `SELECT address FROM "Deal" WHERE "chainState" IS NOT NULL ORDER BY "createdAt" DESC LIMIT 1`,
  );
  return known?.address ?? `0x${'0'.repeat(39)}1`;
}

const first = async (column: string, table: string): Promise<string> => {
  const [row] = await onDatabase<{ value: string }>(
    `SELECT ${column}::text AS value FROM ${table} ORDER BY 1 DESC LIMIT 1`,
  );
  if (!row) throw new Error(`The platform has no row in ${table} yet.`);
  return row.value;
};

/** Something real for every parameter of a page's address; `owner` is who looks at it. */
export async function sampleValues(owner: string): Promise<Record<string, string>> {
  const [operator, period, transaction, job, deal, contract] = await Promise.all([
    first('operator', '"Node"'),
    first('index', '"Period"'),
    first('id', '"Transaction"'),
    first('id', 'pgboss.job'),
    someDeal(owner),
    someContract(),
  ]);
  return {
    '/deals/[id]': deal,
    '/deals/[id]/top-up id': contract,
    '/admin/deals/[id]': deal,
    '/admin/jobs/[id]': job,
    '/admin/transactions/[id]': transaction,
    operator,
    period,
  };
}
