import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { type Address, address, uint16, uuid } from '@/lib/core/protocol/primitives';
import { requireAgent } from '@/lib/server/auth';
import { db } from '@/lib/server/db';
import type { Creation, TusEndpoint } from '@/lib/server/uploads';
import { recordArrival, resetArrival } from './arrivals';

/** tus `Upload-Metadata` of `/api/agent/files`. */
const metadataSchema = z.object({
  retrievalId: uuid,
  deal: address,
  slot: z.coerce.number().pipe(uint16),
  generation: z.coerce.number().pipe(uint16),
});

const DAY_SECONDS = 24 * 3600;
const PREFIX = 'retrievals/';
const ID = /^([0-9a-f-]{36})\.(\d{1,5})-(\d{1,3})$/;

/** Coordinates of a shard in a retrieval. */
interface ShardRef {
  retrievalId: string;
  segment: number;
  shard: number;
}

const idOf = ({ retrievalId, segment, shard }: ShardRef) => `${retrievalId}.${segment}-${shard}`;

function parseId(id: string): ShardRef {
  const match = ID.exec(id);
  if (!match) throw new AppError('UPLOAD_NOT_FOUND', 'There is no such upload.');
  return { retrievalId: match[1]!, segment: Number(match[2]), shard: Number(match[3]) };
}

function findRow({ retrievalId, segment, shard }: ShardRef) {
  return db().retrievalShard.findUnique({
    where: { retrievalId_segment_shard: { retrievalId, segment, shard } },
    include: { retrieval: { include: { deal: { select: { address: true } } } } },
  });
}
type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>;

/** Bytes of this shard are still wanted. A late one is welcome: its holder only seemed to stall. */
function assertWanted(row: Row): void {
  const isOpen = ['ASKED', 'RECEIVING', 'STALLED'].includes(row.status);
  if (isOpen && row.retrieval.status === 'FETCHING') return;
  throw new AppError('RETRIEVAL_SHARD_UNWANTED', 'This shard is not wanted any more.', {
    details: { status: row.status, retrieval: row.retrieval.status },
  });
}

function assertHolder(row: Row | null, operator: Address): asserts row is Row {
  if (!row) throw new AppError('UPLOAD_NOT_FOUND', 'There is no such upload.');
  if (row.node !== operator) {
    throw new AppError('UPLOAD_FOREIGN', 'This shard was asked of another node.');
  }
}

function readMetadata(raw: Creation['metadata']) {
  const parsed = metadataSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new AppError('UPLOAD_METADATA_INVALID', 'Name retrievalId, deal, slot and generation.', {
    cause: parsed.error,
  });
}

/** tus at `/api/agent/files`: shards that nodes bring for a retrieval. */
export const agentUploads: TusEndpoint = {
  path: '/api/agent/files',
  expirySeconds: () => 2 * DAY_SECONDS,
  toKey(id) {
    const { retrievalId, segment, shard } = parseId(id);
    return objectKeys.retrievalShard(retrievalId, segment, shard);
  },
  toId: (key) => key.slice(PREFIX.length).replace('/', '.'),
  async create(request, { bytes, metadata }) {
    const operator = await requireAgent(request);
    const { retrievalId, deal, slot, generation } = readMetadata(metadata);
    const found = await db().retrievalShard.findFirst({ where: { retrievalId, slot, generation } });
    const row = found && (await findRow(found));
    assertHolder(row, operator);
    if (row.retrieval.deal.address !== deal) {
      throw new AppError('UPLOAD_NOT_FOUND', 'There is no such upload.');
    }
    assertWanted(row);
    if (BigInt(bytes) !== row.bytes) {
      throw new AppError('UPLOAD_METADATA_INVALID', `The shard has ${row.bytes} bytes.`, {
        details: { expected: Number(row.bytes), actual: bytes },
      });
    }
    await resetArrival(row, 'RECEIVING');
    return idOf(row);
  },
  async authorise(request, id) {
    const operator = await requireAgent(request);
    const row = await findRow(parseId(id));
    assertHolder(row, operator);
    if (request.method !== 'HEAD') assertWanted(row);
  },
  async describe(id) {
    const row = await findRow(parseId(id));
    if (!row) return null;
    const { retrievalId, slot, generation, retrieval } = row;
    return {
      bytes: Number(row.bytes),
      metadata: {
        retrievalId,
        deal: retrieval.deal.address ?? '',
        slot: `${slot}`,
        generation: `${generation}`,
      },
      createdAt: retrieval.createdAt,
    };
  },
  progress: (id, received) => recordArrival(parseId(id), BigInt(received)),
  removed: (id) => resetArrival(parseId(id), 'ASKED'),
};
