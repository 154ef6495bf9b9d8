import { randomBytes, randomUUID } from 'node:crypto';
import { bytesToHex } from 'viem';
import { hoursMapHex } from '@/lib/core/protocol';
import { db, type Prisma } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';

export const randomHash = () => bytesToHex(randomBytes(32));
export const randomAddress = () => bytesToHex(randomBytes(20));
const HOUR_MS = 3_600_000;

/** A complete upload with its bytes, as `/api/files` leaves it. */
export async function makeUpload(
  owner: string,
  changes: Partial<Prisma.UploadUncheckedCreateInput> = {},
): Promise<string> {
  const bytes = randomBytes(1000);
  const row = await db().upload.create({
    data: {
      id: randomUUID(),
      owner,
      filename: 'file.bin',
      contentType: 'application/octet-stream',
      bytes: 1000n,
      received: 1000n,
      status: 'COMPLETE',
      completedAt: new Date(),
      expiresAt: new Date(Date.now() + HOUR_MS),
      ...changes,
    },
  });
  await objectStore().put(`uploads/${row.id}`, bytes);
  return row.id;
}

/** A deal row with its used upload. */
export async function makeDeal(
  client: string,
  changes: Partial<Prisma.DealUncheckedCreateInput> = {},
) {
  const uploadId = await makeUpload(client, { status: 'CONSUMED' });
  return db().deal.create({
    data: {
      client,
      uploadId,
      tier: 'day',
      durationPeriods: 24,
      fileBytes: 1000n,
      k: 2,
      n: 4,
      sectorBytes: 2048,
      ...changes,
    },
  });
}

export async function makePlan(dealId: string, createdAt = new Date()) {
  const id = randomHash();
  const body = { planId: id, dealId };
  await db().plan.create({
    data: { id, dealId, seed: randomHash(), body, reached: true, createdAt },
  });
  return id;
}

/** A published deal of one segment and four slots; the first is held by `node`. */
export async function makePublishedDeal(
  client: string,
  node: string,
  changes: Partial<Prisma.DealUncheckedCreateInput> = {},
) {
  const deal = await makeDeal(client, {
    status: 'PENDING',
    address: randomAddress(),
    publicationSeed: randomHash(),
    sealingDeadline: new Date(Date.now() + HOUR_MS),
    ...changes,
  });
  const dealId = deal.id;
  await db().segment.create({
    data: { dealId, index: 0, offset: 0n, bytes: 1000n, shardBytes: 500 },
  });
  for (let index = 0; index < 4; index++) {
    await makeSlot(dealId, index, 0, index === 0 ? node : randomAddress());
  }
  return deal;
}

export function makeSlot(
  dealId: string,
  index: number,
  generation: number,
  node: string,
  changes: Partial<Prisma.SlotUncheckedCreateInput> = {},
) {
  return db().slot.create({
    data: {
      dealId,
      index,
      generation,
      node,
      payout: node,
      rate: 1_000_000,
      maxSpan: 24,
      hoursMap: hoursMapHex((1n << 168n) - 1n),
      commD: randomHash(),
      ...changes,
    },
  });
}

/** Jobs that wait in a queue. */
export async function waitingJobs(queue: string): Promise<Record<string, unknown>[]> {
  const rows = await db().$queryRaw<{ data: Record<string, unknown> }[]>`
    SELECT data FROM pgboss.job WHERE name = ${queue} AND state = 'created'`;
  return rows.map((row) => row.data);
}
