import { createHash } from 'node:crypto';
import pg from 'pg';
import { serverEnv } from '@/lib/server/env';
import { logger } from '@/lib/server/logger';

const RELEASE_CHANNEL = 'msp_tus_release';

/** The advisory lock number of an upload. */
function lockNumber(id: string): string {
  return createHash('sha256').update(`tus:${id}`).digest().readBigInt64BE(0).toString();
}

type Release = () => void | Promise<void>;

/**
 * One connection of this process that carries the advisory locks of all uploads it is writing, and
 * hears when another process asks for one of them. When the connection is lost the locks are too,
 * so every holder is told to stop.
 */
export class LockSession {
  private client: Promise<pg.Client> | undefined;
  /** Locks held here, with what makes their holder let go. */
  private readonly held = new Map<string, Release>();
  private readonly pending = new Set<string>();

  /** True when the lock was free and is ours now. */
  async tryLock(id: string, release: Release): Promise<boolean> {
    // The session itself may take its own lock twice, so uses within this process are kept apart here.
    if (this.held.has(id) || this.pending.has(id)) return false;
    this.pending.add(id);
    try {
      const client = await this.connection();
      const sql = 'SELECT pg_try_advisory_lock($1::bigint) AS ok';
      const { rows } = await client.query<{ ok: boolean }>(sql, [lockNumber(id)]);
      if (!rows[0]?.ok) return false;
      this.held.set(id, release);
      return true;
    } finally {
      this.pending.delete(id);
    }
  }

  /** Asks whoever holds the lock, here or in another process, to let go. */
  async askForRelease(id: string): Promise<void> {
    const release = this.held.get(id);
    if (release) return release();
    const client = await this.connection();
    await client.query('SELECT pg_notify($1, $2)', [RELEASE_CHANNEL, id]);
  }

  async unlock(id: string): Promise<void> {
    if (!this.held.delete(id) || !this.client) return;
    const client = await this.client;
    await client.query('SELECT pg_advisory_unlock($1::bigint)', [lockNumber(id)]);
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await (await client)?.end();
  }

  private connection(): Promise<pg.Client> {
    this.client ??= this.connect().catch((error) => {
      this.client = undefined;
      throw error;
    });
    return this.client;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: serverEnv().databaseUrl,
      application_name: 'msp-upload-locks',
      keepAlive: true,
    });
    let isLost = false;
    const lost = () => {
      if (isLost) return;
      isLost = true;
      this.lose();
    };
    // A server that shuts down is told as an error, and the end of its connection as another one.
    client.on('error', lost);
    client.once('end', lost);
    client.on('notification', ({ payload }) => this.letGo(payload ?? ''));
    await client.connect();
    await client.query(`LISTEN ${RELEASE_CHANNEL}`);
    return client;
  }

  private lose(): void {
    this.client = undefined;
    const holders = [...this.held.keys()];
    for (const id of holders) this.letGo(id);
    this.held.clear();
  }

  private letGo(id: string): void {
    const release = this.held.get(id);
    if (!release) return;
    Promise.resolve(release()).catch((err) => logger.warn({ err, id }, 'upload did not let go'));
  }
}
