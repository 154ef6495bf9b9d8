import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { bytesToHex } from 'viem';
import { ALL_HOURS, hoursMapHex } from '@/lib/core/nodes';
import type { ContentDescription } from '@/lib/core/protocol/content';
import type { Address } from '@/lib/core/protocol/primitives';
import { planSegments } from '@/lib/core/sectors';
import { commPOfFile, encodeSegment } from '@/lib/engine';
import { db, toDecimal } from '@/lib/server/db';

/** A live deal in the database whose shards are in memory, as if nodes held them. */
export interface StoredDeal {
  dealId: string;
  deal: Address;
  client: Address;
  data: Buffer;
  content: ContentDescription;
  /** Operator by shard number; each holds that shard of every segment. */
  nodes: Address[];
  /** Payload by slot number. */
  payloads: Buffer[];
}

export const randomAddress = (): Address => bytesToHex(randomBytes(20));

async function encode(data: Buffer, k: number, n: number) {
  const sectorBytes = 2048;
  const plan = planSegments({ fileBytes: data.length, k, n, allowedSectorBytes: [sectorBytes] });
  const dir = await mkdtemp(path.join(os.tmpdir(), 'msp-retrieval-'));
  const payloads: Buffer[] = [];
  const segments: ContentDescription['segments'] = [];
  try {
    const source = path.join(dir, 'source');
    await writeFile(source, data);
    for (const { index, offset, length, shardPayloadBytes } of plan.segments) {
      const outFiles = Array.from({ length: n }, (_, i) => path.join(dir, `${index}-${i}`));
      await encodeSegment({
        source: { file: source, offset, length },
        k,
        n,
        shardPayloadBytes,
        outFiles,
      });
      const commD: `0x${string}`[] = [];
      for (const file of outFiles) {
        commD.push(bytesToHex((await commPOfFile(file, shardPayloadBytes, sectorBytes)).commD));
        payloads.push(await readFile(file));
      }
      segments.push({ offset, length, shardBytes: shardPayloadBytes, commD });
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  const content: ContentDescription = {
    version: 1,
    encryption: 'none',
    fileBytes: data.length,
    k,
    n,
    sectorBytes,
    segments,
  };
  return { content, payloads };
}

/** Makes an ACTIVE deal of two segments whose nodes were all heard of just now. */
export async function storeDeal(k = 2, n = 5, fileBytes = 7001): Promise<StoredDeal> {
  const data = randomBytes(fileBytes);
  const { content, payloads } = await encode(data, k, n);
  const client = randomAddress();
  const deal = randomAddress();
  const nodes = Array.from({ length: n }, randomAddress);
  const upload = await db().upload.create({
    data: {
      id: randomUUID(),
      owner: client,
      filename: 'résumé "final".pdf',
      contentType: 'text/html',
      bytes: BigInt(fileBytes),
      received: BigInt(fileBytes),
      status: 'CONSUMED',
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  });
  const { id: dealId } = await db().deal.create({
    data: {
      client,
      uploadId: upload.id,
      status: 'ACTIVE',
      tier: 'day',
      durationPeriods: 100,
      fileBytes: BigInt(fileBytes),
      k,
      n,
      sectorBytes: content.sectorBytes,
      content,
      address: deal,
    },
  });
  await db().nodeProfile.createMany({
    data: nodes.map((operator) => ({
      operator,
      timeZone: 'UTC',
      windows: [],
      lastSeenAt: new Date(),
    })),
  });
  await db().slot.createMany({
    data: payloads.map((_, index) => ({
      dealId,
      index,
      generation: 0,
      node: nodes[index % n]!,
      payout: nodes[index % n]!,
      rate: toDecimal(1n),
      maxSpan: 24,
      hoursMap: hoursMapHex(ALL_HOURS),
      commD: content.segments[Math.floor(index / n)]!.commD[index % n]!,
      state: 'LIVE' as const,
    })),
  });
  return { dealId, deal, client, data, content, nodes, payloads };
}
