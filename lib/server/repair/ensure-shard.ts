import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { bytesToHex } from 'viem';
import { AppError } from '@/lib/core/errors';
import { contentDescription } from '@/lib/core/protocol/content';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { commPOfFile, encodeSegment } from '@/lib/engine';
import { encodeScratch } from '@/lib/server/encoding';
import type { DealRow } from '@/lib/server/lifecycle';
import { objectStore } from '@/lib/server/object-store';
import { restoredFile } from './shard-source';
import type { SlotRow } from './slot-row';

/** Codes a segment again out of the restored file and stores the one shard that is missing. */
async function makeShard(
  deal: DealRow,
  slot: SlotRow,
  file: string,
  dir: string,
  signal: AbortSignal,
): Promise<void> {
  const { n, k, segments, sectorBytes } = contentDescription.parse(deal.content);
  const segment = segments[Math.floor(slot.index / n)];
  if (!segment) throw new AppError('INTERNAL', 'The slot lies outside the content.');
  const { offset, length, shardBytes } = segment;
  const outFiles = Array.from({ length: n }, (_, i) => path.join(dir, String(i)));
  const source = { file, offset, length };
  await encodeSegment({ source, k, n, shardPayloadBytes: shardBytes, outFiles, signal });
  const shard = outFiles[slot.index % n] as string;
  const { commD } = await commPOfFile(shard, shardBytes, sectorBytes);
  if (bytesToHex(commD) !== slot.commD.toLowerCase()) {
    throw new AppError('REPAIR_CONTENT_INVALID', 'The restored file gives another shard.');
  }
  await objectStore().put(objectKeys.shard(slot.commD), createReadStream(shard));
}

/**
 * Makes sure that the next holder of a slot can fetch its shard from the portal: it is there still,
 * or it is made again from what the other nodes hold. False while those are being asked.
 */
export async function ensureShard(
  deal: DealRow,
  slot: SlotRow,
  signal: AbortSignal,
): Promise<boolean> {
  if ((await objectStore().stat(objectKeys.shard(slot.commD))) !== null) return true;
  const restored = await restoredFile(deal.id);
  if (!restored) return false;
  await mkdir(encodeScratch(), { recursive: true });
  const dir = await mkdtemp(path.join(encodeScratch(), `repair-${deal.id}-`));
  try {
    await objectStore().withFile(objectKeys.retrievalContent(restored.id), (file) =>
      makeShard(deal, slot, file, dir, signal),
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return true;
}
