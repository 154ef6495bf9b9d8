import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { bytesToHex } from 'viem';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import type { Segment, SegmentPlan } from '@/lib/core/sectors';
import { encodeSegment as codeSegment, commPOfFile } from '@/lib/engine';
import { db, type Tx } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { objectStore } from '@/lib/server/object-store';

/** What is to be encoded of one deal. */
export interface SegmentJob {
  dealId: string;
  plan: SegmentPlan;
  segment: Segment;
  /** Local copy of the upload. */
  uploadFile: string;
  signal: AbortSignal;
}

interface ShardRow {
  dealId: string;
  segment: number;
  index: number;
  commD: string;
  pieceCidV1: string;
  pieceCidV2: string;
  objectKey: string;
}

/** Where shards are before they are stored; what a killed run left there is collected by `gc`. */
export function encodeScratch(): string {
  return path.join(serverEnv().dataDir, 'tmp', 'encode');
}

/** True if all shards of a segment are in the object store, as a run before left them. */
async function isStored({ dealId, plan, segment }: SegmentJob): Promise<boolean> {
  const rows = await db().shard.findMany({ where: { dealId, segment: segment.index } });
  if (rows.length !== plan.n) return false;
  for (const row of rows) {
    const stored = await objectStore().stat(row.objectKey);
    if (stored?.bytes !== segment.shardPayloadBytes) return false;
  }
  return true;
}

async function commit(job: SegmentJob, files: readonly string[]): Promise<ShardRow[]> {
  const { dealId, plan, segment } = job;
  const rows: ShardRow[] = [];
  for (const [index, file] of files.entries()) {
    job.signal.throwIfAborted();
    const piece = await commPOfFile(file, segment.shardPayloadBytes, plan.sectorBytes);
    const commD = bytesToHex(piece.commD);
    const { pieceCidV1, pieceCidV2 } = piece;
    const objectKey = objectKeys.shard(commD);
    rows.push({ dealId, segment: segment.index, index, commD, pieceCidV1, pieceCidV2, objectKey });
  }
  return rows;
}

/** Keeps the collector of garbage from deciding about these shards until the transaction ends. */
export async function lockShards(tx: Tx, commDs: readonly string[]): Promise<void> {
  for (const commD of [...new Set(commDs)].sort()) {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`shard:${commD}`}, 0))`;
  }
}

async function saveRows({ dealId, segment }: SegmentJob, shards: ShardRow[]): Promise<void> {
  await db().$transaction(async (tx) => {
    const commDs = shards.map((shard) => shard.commD);
    await lockShards(tx, commDs);
    await tx.segment.deleteMany({ where: { dealId, index: segment.index } });
    await tx.segment.create({
      data: {
        dealId,
        index: segment.index,
        offset: BigInt(segment.offset),
        bytes: BigInt(segment.length),
        shardBytes: segment.shardPayloadBytes,
      },
    });
    await tx.shard.createMany({ data: shards });
  });
}

/**
 * Splits one segment into its n shards, computes their PieceCIDs and stores them. Rows come before
 * objects: an object that a row names is never collected as garbage. Done before is skipped.
 */
export async function storeSegment(job: SegmentJob): Promise<void> {
  if (await isStored(job)) return;
  const { plan, segment } = job;
  // A folder of its own: a job that was given up may still be writing beside this one.
  const parent = encodeScratch();
  await mkdir(parent, { recursive: true });
  const dir = await mkdtemp(path.join(parent, `${job.dealId}-${segment.index}-`));
  try {
    const files = Array.from({ length: plan.n }, (_, i) => path.join(dir, String(i)));
    await codeSegment({
      source: { file: job.uploadFile, offset: segment.offset, length: segment.length },
      k: plan.k,
      n: plan.n,
      shardPayloadBytes: segment.shardPayloadBytes,
      outFiles: files,
      signal: job.signal,
    });
    const rows = await commit(job, files);
    await saveRows(job, rows);
    const stored = new Set<string>();
    for (const [i, row] of rows.entries()) {
      job.signal.throwIfAborted();
      // With k = 1 all shards are the same object.
      if (stored.has(row.objectKey)) continue;
      stored.add(row.objectKey);
      await objectStore().put(row.objectKey, createReadStream(files[i] as string));
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
