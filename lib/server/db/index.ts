import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { serverEnv } from '@/lib/server/env';
import { Prisma, PrismaClient } from './generated/client';

export * from './generated/enums';
export { Prisma, PrismaClient };

/** What functions take that must join a transaction; a whole `PrismaClient` is assignable. */
export type Tx = Prisma.TransactionClient;

interface Connections {
  client?: PrismaClient;
  pool?: pg.Pool;
}

// Next loads a module once per bundle, so the connections hang on the process instead.
const holder = globalThis as typeof globalThis & { __mspDatabase?: Connections };
holder.__mspDatabase ??= {};
const connections: Connections = holder.__mspDatabase;

/** The process-wide Prisma client, made on first use. */
export function db(): PrismaClient {
  if (!connections.client) {
    const { databaseUrl, databasePool } = serverEnv();
    const adapter = new PrismaPg({ connectionString: databaseUrl, max: databasePool });
    connections.client = new PrismaClient({
      adapter,
      transactionOptions: { maxWait: 10_000, timeout: 30_000 },
    });
  }
  return connections.client;
}

/**
 * A small plain pool for LISTEN/NOTIFY and session advisory locks.
 * Long-lived listeners should take their own `pg.Client` instead of starving it.
 */
export function pgPool(): pg.Pool {
  if (!connections.pool) {
    connections.pool = new pg.Pool({ connectionString: serverEnv().databaseUrl, max: 8 });
    // An idle connection that breaks (database restart) must not end the process: the pool
    // drops it and the next query opens another.
    connections.pool.on('error', () => undefined);
  }
  return connections.pool;
}

/** Closes everything; the next {@link db} call connects anew. */
export async function closeDb(): Promise<void> {
  const { client, pool } = connections;
  connections.client = undefined;
  connections.pool = undefined;
  await client?.$disconnect();
  await pool?.end();
}

/**
 * An exact integer out of a database number.
 * @throws RangeError when the value has a fraction or is an unsafe JavaScript number.
 */
export function toBig(value: Prisma.Decimal | bigint | number): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not an exact integer`);
    return BigInt(value);
  }
  return BigInt(value.toFixed());
}

/** A `numeric` column's value out of an exact integer. */
export function toDecimal(value: bigint): Prisma.Decimal {
  return new Prisma.Decimal(value.toString());
}
