import { objectKeys } from '@/lib/core/protocol/object-keys';
import { profiles } from '@/lib/core/protocol/profiles';
import { requireClient } from '@/lib/server/auth';
import { db } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { assertSameOrigin, countUse } from '@/lib/server/http';
import { authoriseUpload, createUpload, forgetUpload, recordProgress } from './client-uploads';
import type { TusEndpoint } from './tus-endpoint';

const PREFIX = objectKeys.upload('');
const CREATION_LIMIT = { name: 'upload', count: 120, seconds: 60 };

/** tus at `/api/files`: uploads of signed-in wallets. */
export const clientUploads: TusEndpoint = {
  path: '/api/files',
  expirySeconds: () => profiles[serverEnv().profile].uploadTtlSeconds,
  toKey: (id) => objectKeys.upload(id),
  toId: (key) => key.slice(PREFIX.length),
  async create(request, { bytes, metadata }) {
    assertSameOrigin(request);
    const owner = await requireClient(request);
    await countUse(CREATION_LIMIT, owner);
    return createUpload(owner, BigInt(bytes), metadata);
  },
  async authorise(request, id) {
    if (request.method !== 'HEAD') assertSameOrigin(request);
    await authoriseUpload(await requireClient(request), id, request.method);
  },
  async describe(id) {
    const row = await db().upload.findUnique({ where: { id } });
    if (!row) return null;
    const { filename, contentType: filetype, encryption, createdAt } = row;
    return { bytes: Number(row.bytes), metadata: { filename, filetype, encryption }, createdAt };
  },
  progress: (id, received) => recordProgress(id, BigInt(received)),
  removed: forgetUpload,
};
