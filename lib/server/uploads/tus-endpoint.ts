import { Server } from '@tus/server';
import { AppError } from '@/lib/core/errors';
import { serverEnv } from '@/lib/server/env';
import { type Action, problemResponse, type RouteHandlers, route } from '@/lib/server/http';
import { countUploadBytes } from '@/lib/server/metrics';
import { objectStore } from '@/lib/server/object-store';
import { PostgresLocker, uploadLocks } from './locker';
import { tusError } from './tus-errors';
import { assertChunk, boundBody, type Creation, readCreation } from './tus-request';
import { tusStore, type UploadDescription } from './tus-store';

/** One tus address and the rows behind it. Ids are single path segments. */
export interface TusEndpoint {
  /** Absolute path of the address, as `/api/files`. */
  path: string;
  /** Seconds after creation until an unfinished upload is gone. */
  expirySeconds(): number;
  /** Object key of an upload and back. */
  toKey(id: string): string;
  toId(key: string): string;
  /** Authorises a creation and records it; returns the new id. */
  create(request: Request, creation: Creation): Promise<string>;
  /** Authorises HEAD, PATCH and DELETE of an upload; throws if it may not be. */
  authorise(request: Request, id: string): Promise<void>;
  describe(id: string): Promise<UploadDescription | null>;
  /** The first `received` bytes are stored; all of them when that is the length. */
  progress(id: string, received: number): Promise<void>;
  /** The upload was terminated, or could not be created. */
  removed(id: string): Promise<void>;
}

const ID = /^[\w-][\w.-]{0,127}$/;
const TUS_HEADERS = { 'Tus-Resumable': '1.0.0' };

function createServer(endpoint: TusEndpoint, createdIds: WeakMap<Request, string>): Server {
  return new Server({
    path: endpoint.path,
    datastore: tusStore((key) => endpoint.describe(endpoint.toId(key)), endpoint.expirySeconds()),
    locker: new PostgresLocker(uploadLocks()),
    allowedOrigins: [serverEnv().portalOrigin],
    namingFunction: (request) => endpoint.toKey(createdIds.get(request as Request) ?? ''),
    generateUrl: (_request, { path, id }) => `${path}/${endpoint.toId(id)}`,
    getFileIdFromRequest: (_request, id) => (id && ID.test(id) ? endpoint.toKey(id) : undefined),
  });
}

/** Last path segment, if it can be an id. */
function idOf(request: Request, endpoint: TusEndpoint): string {
  const { pathname } = new URL(request.url);
  const id = pathname.slice(endpoint.path.length + 1).replace(/\/$/, '');
  if (ID.test(id)) return id;
  throw new AppError('UPLOAD_NOT_FOUND', 'There is no such upload.');
}

/**
 * Serves tus 1.0 (creation, creation-with-upload, termination, expiration) for all methods of a
 * route file. Checks come before the tus library sees a request, its refusals become problems, and
 * rows follow each answer: a row is never ahead of the bytes.
 */
export function tusRoute(endpoint: TusEndpoint): RouteHandlers {
  const createdIds = new WeakMap<Request, string>();
  let server: Server | undefined;

  async function serve(original: Request): Promise<Response> {
    server ??= createServer(endpoint, createdIds);
    const isCreation = original.method === 'POST';
    await assertChunk(original);
    const creation = isCreation ? readCreation(original) : null;
    const { request, assertFitted } = boundBody(original);
    const id = creation ? await endpoint.create(request, creation) : idOf(request, endpoint);
    if (creation) createdIds.set(request, id);
    else await endpoint.authorise(request, id);
    const response = await terminated(request, id, await server.handleWeb(request));
    if (response.status >= 400) {
      if (creation) await endpoint.removed(id);
      assertFitted();
      throw await tusError(response);
    }
    await follow(request, response, id);
    return response;
  }

  /** The S3 store cannot terminate a finished upload; our row says that there is one. */
  async function terminated(request: Request, id: string, response: Response): Promise<Response> {
    if (request.method !== 'DELETE' || response.status !== 404) return response;
    const key = endpoint.toKey(id);
    await objectStore().delete(key);
    await objectStore().delete(`${key}.info`);
    return new Response(null, { status: 204, headers: TUS_HEADERS });
  }

  async function follow(request: Request, response: Response, id: string): Promise<void> {
    if (request.method === 'DELETE') return endpoint.removed(id);
    const offset = response.headers.get('upload-offset');
    if (offset === null) return;
    await endpoint.progress(id, Number(offset));
    const before = Number(request.headers.get('upload-offset') ?? 0);
    if (request.method !== 'HEAD') countUploadBytes(Number(offset) - before);
  }

  const run: Action = async ({ request, requestId }) => {
    try {
      return await serve(request);
    } catch (error) {
      return problemResponse(error, requestId, TUS_HEADERS);
    }
  };
  const options: Action = async ({ request }) => {
    server ??= createServer(endpoint, createdIds);
    return server.handleWeb(request);
  };
  return route(endpoint.path, {
    POST: run,
    HEAD: run,
    PATCH: run,
    DELETE: run,
    OPTIONS: options,
  });
}
