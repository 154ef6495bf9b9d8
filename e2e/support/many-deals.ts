import { randomUUID } from 'node:crypto';
import { onDatabase } from './database';

/** A mass of deals that are over, so that no job ever touches them. */
export interface Mass {
  count: number;
  /** Part of each file's name: `<mark>-00001.bin` to the count. */
  mark: string;
  client: string;
  remove(): Promise<void>;
}

/**
 * Inserts deals as `count` clients' files would leave them: number i has i KB, was asked for i
 * minutes ago, ends in period i, is completed, cancelled or failed and of one of the three tiers.
 */
export async function insertDeals(count: number): Promise<Mass> {
  const mark = `mass-${randomUUID().slice(0, 8)}`;
  const client = `0x${randomUUID().replaceAll('-', '').padEnd(40, '0')}`;
  await onDatabase(
    `INSERT INTO "Upload" (id, owner, filename, "contentType", bytes, received, status, "expiresAt")
     SELECT $1 || '-' || i, $2, $1 || '-' || lpad(i::text, 5, '0') || '.bin', 'text/plain',
       i * 1000, i * 1000, 'CONSUMED', now() + interval '1 day'
     FROM generate_series(1, $3::int) AS i`,
    [mark, client, count],
  );
  await onDatabase(
    `INSERT INTO "Deal" (id, client, "uploadId", status, tier, "durationPeriods", "fileBytes", k, n,
       "endPeriod", "createdAt", "updatedAt")
     SELECT gen_random_uuid()::text, $2, $1 || '-' || i,
       (ARRAY['COMPLETED', 'CANCELLED', 'FAILED']::"DealStatus"[])[i % 3 + 1],
       (ARRAY['day', 'half-day', 'instant'])[i % 3 + 1], 24, i * 1000, 2, 4, i,
       now() - i * interval '1 minute', now() - i * interval '1 minute'
     FROM generate_series(1, $3::int) AS i`,
    [mark, client, count],
  );
  await onDatabase('ANALYZE "Deal", "Upload"');
  const remove = async () => {
    await onDatabase('DELETE FROM "Deal" WHERE client = $1', [client]);
    await onDatabase('DELETE FROM "Upload" WHERE owner = $1', [client]);
  };
  return { count, mark, client, remove };
}
