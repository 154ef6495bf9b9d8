import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { db, type Prisma } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';
import { setTestEnv } from '@/tests/support';

export const ALWAYS = (1n << 168n) - 1n;
export const log = pino({ level: 'silent' });
export const running = () => new AbortController().signal;

/** An address by number. */
export const address = (n: number) => `0x${n.toString(16).padStart(40, '0')}` as const;
/** 32 bytes by number. */
export const word = (n: number | bigint) => `0x${n.toString(16).padStart(64, '0')}` as const;

const addresses = {
  registry: address(0xc1),
  factory: address(0xc2),
  ledger: address(0xc3),
  beacon: address(0xc4),
  forwarder: address(0xc5),
};

/** A data folder of its own, with an object store and the addresses of contracts that nobody calls. */
export function startTestFolder(): { dir: string; remove(): void } {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'msp-lifecycle-'));
  const deploymentFile = path.join(dir, 'deployment.json');
  mkdirSync(path.join(dir, 'objects'));
  const file = { chainId: 31337, genesisHash: word(1), deployedAtBlock: '1', addresses };
  writeFileSync(deploymentFile, JSON.stringify(file));
  setTestEnv({
    DATA_DIR: dir,
    OBJECT_STORE_DIR: path.join(dir, 'objects'),
    DEPLOYMENT_FILE: deploymentFile,
  });
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

type DealData = Prisma.DealUncheckedCreateInput;

/** A deal with an upload in the object store. */
export async function makeDeal(
  over: Partial<DealData> & { file?: Uint8Array } = {},
): Promise<{ id: string; file: Uint8Array; client: string }> {
  const { file = randomBytes(5000), ...deal } = over;
  const uploadId = randomUUID();
  const client = deal.client ?? address(Math.floor(Math.random() * 2 ** 32));
  const expiresAt = new Date(Date.now() + 3_600_000);
  await db().upload.create({
    data: {
      id: uploadId,
      owner: client,
      filename: 'file.bin',
      contentType: 'application/octet-stream',
      bytes: BigInt(file.length),
      received: BigInt(file.length),
      status: 'CONSUMED',
      expiresAt,
    },
  });
  await objectStore().put(objectKeys.upload(uploadId), file);
  const row = await db().deal.create({
    data: {
      client,
      uploadId,
      tier: 'day',
      durationPeriods: 48,
      fileBytes: BigInt(file.length),
      k: 2,
      ...deal,
    },
  });
  return { id: row.id, file, client };
}

/** Registers a node that is online all day, with its profile. */
export async function makeNode(
  n: number,
  over: Partial<Prisma.NodeUncheckedCreateInput> = {},
  profile: Partial<Prisma.NodeProfileUncheckedCreateInput> = {},
): Promise<string> {
  const operator = address(0x10_000 + n);
  await db().node.create({
    data: {
      operator,
      payout: operator,
      capacityBytes: 1n << 30n,
      hoursMap: hoursMapHex(ALWAYS),
      accepting: true,
      rate: 1_000_000 + n,
      maxSpan: 12,
      minFileSize: 0n,
      maxFileSize: 1n << 40n,
      registeredPeriod: 1n,
      registeredBlock: 1n,
      ...over,
    },
  });
  const windows = Array.from({ length: 7 }, (_, day) => ({ day, from: '00:00', to: '00:00' }));
  await db().nodeProfile.create({
    data: {
      operator,
      timeZone: 'UTC',
      windows,
      subnet: `10.0.${n}.0/24`,
      lastSeenAt: new Date(),
      ...profile,
    },
  });
  return operator;
}

/** The follower stands at a block of this time (Unix seconds). */
export async function followerAt(timestamp: bigint): Promise<void> {
  const number = timestamp;
  const block = { number, hash: word(number), parentHash: word(number - 1n), timestamp };
  await db().chainBlock.upsert({ where: { number }, create: block, update: block });
  const cursor = { blockNumber: number, blockHash: block.hash };
  await db().chainCursor.upsert({
    where: { chainId: 31337 },
    create: { chainId: 31337, genesisHash: word(1), ...cursor },
    update: cursor,
  });
}

/** Names of the queues that a subject has jobs in, with their payloads. */
export async function jobsOf(dealId: string): Promise<{ name: string; data: unknown }[]> {
  return db().$queryRaw`
    SELECT "name", "data" FROM pgboss.job
    WHERE "data"->>'dealId' = ${dealId} AND "state" = 'created' ORDER BY "name"`;
}
