import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { AppError } from '@/lib/core/errors';
import type { AgentBundle } from '@/lib/core/protocol';
import { serverEnv } from '@/lib/server/env';
import { type TarFile, tar } from './tar';

/** Folder that the archive unpacks into. */
export const BUNDLE_FOLDER = 'micro-node';
const FILE_NAME = 'micro-node.tgz';
/** What the agent needs beside Node, and what its licences ask to be passed on. */
const PROGRAMS = ['micro-node.mjs', 'engine-worker.mjs'];
const NOTICES = ['micro-node.mjs.LEGAL.txt', 'engine-worker.mjs.LEGAL.txt'];

interface Packed {
  /** Size and time of every part: when one changes, everything is packed anew. */
  stamp: string;
  archive: Buffer;
  sha256: string;
}

let packed: Promise<Packed> | undefined;

const folder = () => path.join(/*turbopackIgnore: true*/ process.cwd(), 'node-agent', 'dist');

async function stampOf(): Promise<string> {
  const stamps = await Promise.all(
    PROGRAMS.map(async (name) => {
      const { size, mtimeMs } = await stat(path.join(folder(), name));
      return `${name}:${size}:${mtimeMs}`;
    }),
  );
  return stamps.join(' ');
}

async function filesOf(): Promise<TarFile[]> {
  const read = async (name: string, mode: number) => ({
    name: `${BUNDLE_FOLDER}/${name}`,
    content: await readFile(path.join(folder(), name)),
    mode,
  });
  const programs = await Promise.all(PROGRAMS.map((name) => read(name, 0o755)));
  const notices = await Promise.allSettled(NOTICES.map((name) => read(name, 0o644)));
  return [...programs, ...notices.flatMap((n) => (n.status === 'fulfilled' ? [n.value] : []))];
}

async function pack(stamp: string): Promise<Packed> {
  const archive = await promisify(gzip)(tar(await filesOf()), { level: 9 });
  return { stamp, archive, sha256: createHash('sha256').update(archive).digest('hex') };
}

/** The archive of the agent that is built now; packed once per build. */
async function current(): Promise<Packed> {
  const stamp = await stampOf().catch((cause) => {
    throw new AppError('AGENT_BUNDLE_MISSING', 'The agent has not been built yet.', { cause });
  });
  const known = await packed?.catch(() => undefined);
  if (known?.stamp === stamp) return known;
  packed = pack(stamp);
  return packed;
}

/**
 * What can be downloaded, with its checksum.
 * @throws AppError `AGENT_BUNDLE_MISSING`
 */
export async function agentBundleInfo(): Promise<AgentBundle> {
  const { archive, sha256 } = await current();
  return { version: serverEnv().version, fileName: FILE_NAME, bytes: archive.length, sha256 };
}

/**
 * The archive itself.
 * @throws AppError `AGENT_BUNDLE_MISSING`
 */
export async function agentBundleResponse(request: Request): Promise<Response> {
  const { archive, sha256 } = await current();
  const etag = `"${sha256}"`;
  const headers = {
    'Content-Type': 'application/gzip',
    'Content-Disposition': `attachment; filename="${FILE_NAME}"`,
    'Cache-Control': 'no-cache',
    ETag: etag,
  };
  if (request.headers.get('if-none-match') === etag) {
    return new Response(null, { status: 304, headers });
  }
  const digest = Buffer.from(sha256, 'hex').toString('base64');
  return new Response(new Uint8Array(archive), {
    headers: {
      ...headers,
      'Content-Length': String(archive.length),
      Digest: `sha-256=${digest}`,
    },
  });
}

/**
 * One line that `sha256sum -c` and `shasum -a 256 -c` read.
 * @throws AppError `AGENT_BUNDLE_MISSING`
 */
export async function agentChecksumResponse(): Promise<Response> {
  const { sha256, fileName } = await agentBundleInfo();
  return new Response(`${sha256}  ${fileName}\n`, {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' },
  });
}
