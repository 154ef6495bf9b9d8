import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { databaseUrl } from './env';

/** Runs one statement on the platform's database, for states that nothing can bring about in time. */
export async function onDatabase<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Which rows are refused, and with what words. */
export interface Refusal {
  /** SQL over `NEW`. */
  when: string;
  message: string;
  event?: 'INSERT' | 'UPDATE';
}

/**
 * Makes the database refuse some rows of a table, so that whatever writes them fails for real.
 * @returns what makes it whole again
 */
export async function refuseRows(table: string, { when, message, event = 'INSERT' }: Refusal) {
  const name = `e2e_refuse_${randomUUID().replaceAll('-', '')}`;
  await onDatabase(
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION '${message}'; END $$`,
  );
  await onDatabase(
    `CREATE TRIGGER ${name} BEFORE ${event} ON "${table}" FOR EACH ROW
     WHEN (${when}) EXECUTE FUNCTION ${name}()`,
  );
  return () => onDatabase(`DROP FUNCTION IF EXISTS ${name} CASCADE`).then(() => undefined);
}
