import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Writable } from 'node:stream';
import { bytesToHex } from 'viem';
import { AppError } from '@/lib/core/errors';
import type { AgentSlot } from '@/lib/core/protocol';
import type { AgentContext } from './context';

/** A transfer that brings nothing for so long is cut and continued. */
const STALL_MS = 30_000;

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/** First byte that an answer brings: 0 for a whole body. */
function firstByte(response: Response): number {
  if (response.status !== 206) return 0;
  const match = /^bytes (\d+)-\d+\/\d+$/.exec(response.headers.get('content-range') ?? '');
  if (!match) throw new AppError('AGENT_PORTAL_ANSWER', 'The shard came without a valid range.');
  return Number(match[1]);
}

async function download(
  ctx: AgentContext,
  offer: AgentSlot,
  part: string,
  have: number,
): Promise<void> {
  const stalled = new AbortController();
  const signal = AbortSignal.any([ctx.signal, stalled.signal]);
  const response = await ctx.portal.fetch({
    path: `/api/agent/shards/${offer.deal}/${offer.slot}/${offer.generation}`,
    headers: have > 0 ? { range: `bytes=${have}-` } : {},
    signal,
  });
  const start = firstByte(response);
  if (start > have || !response.body)
    throw new AppError('AGENT_PORTAL_ANSWER', 'The shard has a gap.');
  let timer = setTimeout(() => stalled.abort(), STALL_MS);
  let left = offer.payloadBytes - start;
  const file = createWriteStream(part, { flags: start > 0 ? 'r+' : 'w', start });
  const sink = Writable.toWeb(file);
  const writer = sink.getWriter();
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      left -= chunk.byteLength;
      if (left < 0)
        throw new AppError('AGENT_SHARD_CORRUPT', 'The portal sent more than the shard.');
      await ctx.download.take(chunk.byteLength, signal);
      await writer.write(chunk);
      timer = setTimeout(() => stalled.abort(), STALL_MS);
    }
  } finally {
    clearTimeout(timer);
    await writer.close().catch(() => undefined);
  }
}

async function makeDurable(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Brings a slot's shard to `target`, continuing what an earlier attempt left, and checks it against
 * CommD. Nothing wrong ever gets the final name.
 *
 * @throws AppError `AGENT_SHARD_INCOMPLETE` (try again), `AGENT_SHARD_CORRUPT`, or the portal's
 */
export async function fetchShard(
  ctx: AgentContext,
  offer: AgentSlot,
  target: string,
): Promise<void> {
  const part = `${target}.part`;
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const have = await sizeOf(part);
  if (have > offer.payloadBytes) await rm(part);
  if (have !== offer.payloadBytes)
    await download(ctx, offer, part, have > offer.payloadBytes ? 0 : have);
  const got = await sizeOf(part);
  if (got < offer.payloadBytes) {
    throw new AppError('AGENT_SHARD_INCOMPLETE', 'The transfer of the shard was cut.', {
      details: { got },
    });
  }
  await makeDurable(part);
  const engine = await ctx.engine();
  const piece = await engine.commPOfFile(part, offer.payloadBytes, offer.sectorBytes);
  const commD = bytesToHex(piece.commD);
  if (commD !== offer.commD) {
    await rm(part);
    throw new AppError('AGENT_SHARD_CORRUPT', 'The shard is not the one that the deal names.', {
      details: { expected: offer.commD, actual: commD },
    });
  }
  await rename(part, target);
}
