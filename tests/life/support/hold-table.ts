import pg from 'pg';

/** Keeps everybody else out of a table while `use` runs. */
export async function holdTable(url: string, table: string, use: () => Promise<void>) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(`BEGIN; LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`);
    await use();
  } finally {
    await client.end();
  }
}
