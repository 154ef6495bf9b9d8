import { Readable } from 'node:stream';
import { AppError } from '@/lib/core/errors';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import type { Address } from '@/lib/core/protocol/primitives';
import { parseRange, rangeHeaders } from '@/lib/server/http';
import { objectStore } from '@/lib/server/object-store';
import { heldSlot, type SlotRef } from './slot-rows';

/**
 * A shard's payload for the node that holds its slot, whole or by one Range.
 * @throws AppError `SLOT_NOT_FOUND`, `SLOT_FOREIGN`, `SLOT_WRONG_STATE`, `SHARD_MISSING`, `RANGE_NOT_SATISFIABLE`
 */
export async function shardResponse(
  operator: Address,
  ref: SlotRef,
  request: Request,
): Promise<Response> {
  const row = await heldSlot(operator, ref);
  if (row.state === 'ENDED' || row.state === 'VACANT') {
    throw new AppError('SLOT_WRONG_STATE', 'This slot is no longer yours.', {
      details: { state: row.state },
    });
  }
  const key = objectKeys.shard(row.commD);
  const stored = await objectStore().stat(key);
  if (!stored) throw new AppError('SHARD_MISSING', 'The portal no longer keeps this shard.');
  const etag = `"${row.commD}"`;
  const condition = request.headers.get('if-range');
  const wantsRange = condition === null || condition === etag;
  const range = wantsRange ? parseRange(request.headers.get('range'), stored.bytes) : null;
  const isEmptyBody = request.method === 'HEAD';
  const stream = isEmptyBody ? null : await objectStore().read(key, range ?? undefined);
  return new Response(stream && (Readable.toWeb(stream) as ReadableStream), {
    status: range ? 206 : 200,
    headers: {
      'Content-Type': 'application/octet-stream',
      'Cache-Control': 'private, no-store',
      ETag: etag,
      ...rangeHeaders(range, stored.bytes),
    },
  });
}
