import pg from 'pg';
import { serverEnv } from '@/lib/server/env';
import { logger } from '@/lib/server/logger';
import { INBOX_CHANNEL } from './channel';

const RECONNECT_MS = 1000;

/**
 * One LISTEN connection per process, shared by every follower, open while there is one. A wake-up
 * says only "look again": rows are the truth, so a lost connection loses nothing, because everybody
 * is woken when it is back.
 */
export class InboxListener {
  private readonly wakers = new Map<string, Set<() => void>>();
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;

  /** Calls `wake` after each event of the recipient until the returned function is called. */
  subscribe(recipient: string, wake: () => void): () => void {
    const set = this.wakers.get(recipient) ?? new Set();
    set.add(wake);
    this.wakers.set(recipient, set);
    if (!this.client && !this.retry) this.connect();
    return () => {
      set.delete(wake);
      if (set.size === 0 && this.wakers.get(recipient) === set) this.wakers.delete(recipient);
      if (this.wakers.size === 0) this.close();
    };
  }

  private connect(): void {
    const client = new pg.Client({
      connectionString: serverEnv().databaseUrl,
      keepAlive: true,
      application_name: 'msp-inbox',
    });
    this.client = client;
    client.on('notification', ({ payload }) => {
      for (const wake of this.wakers.get(payload ?? '') ?? []) wake();
    });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, null));
    client
      .connect()
      .then(() => client.query(`LISTEN ${INBOX_CHANNEL}`))
      .then(() => this.wakeAll())
      .catch((error) => this.lost(client, error));
  }

  private wakeAll(): void {
    for (const set of this.wakers.values()) for (const wake of set) wake();
  }

  private lost(client: pg.Client, error: unknown): void {
    if (this.client !== client) return;
    this.client = null;
    logger.warn({ err: error }, 'inbox listener lost its connection');
    client.end().catch(() => undefined); // already broken: nothing is left to close
    this.retry = setTimeout(() => {
      this.retry = null;
      if (this.wakers.size > 0) this.connect();
    }, RECONNECT_MS);
  }

  private close(): void {
    if (this.retry) clearTimeout(this.retry);
    this.retry = null;
    const client = this.client;
    this.client = null;
    client?.end().catch((error) => logger.warn({ err: error }, 'inbox listener did not close'));
  }
}

// Next loads a module once per bundle; one connection per process needs the process's own place.
const holder = globalThis as typeof globalThis & { __mspInboxListener?: InboxListener };

/** The process's listener. */
export function inboxListener(): InboxListener {
  holder.__mspInboxListener ??= new InboxListener();
  return holder.__mspInboxListener;
}
