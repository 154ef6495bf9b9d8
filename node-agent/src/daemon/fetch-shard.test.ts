import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeOffer } from '../testing/fixtures';
import { fixedToken, type StubPortal, startStubPortal } from '../testing/stub-portal';
import type { AgentContext } from './context';
import { fetchShard } from './fetch-shard';
import { PortalClient } from './portal-client';
import { Throttle } from './throttle';

const shard = Buffer.from(Array.from({ length: 2000 }, (_, i) => i % 251));
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const offer = makeOffer({ commD: `0x${sha(shard).toString('hex')}` });
let portal: StubPortal;
let dir: string;
let ranges: (string | undefined)[];
/** Bytes that the stub sends before it cuts the connection; then all. */
let cuts: number[];

beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'fetch-'));
  ranges = [];
  cuts = [];
  portal = await startStubPortal({
    'GET /api/agent/shards': ({ headers }, response) => {
      ranges.push(headers.range);
      const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
      const range = { 'content-range': `bytes ${from}-${shard.length - 1}/${shard.length}` };
      response.writeHead(headers.range ? 206 : 200, {
        'content-length': shard.length - from,
        ...(headers.range ? range : {}),
      });
      const cut = cuts.shift();
      if (cut === undefined) response.end(shard.subarray(from));
      else response.write(shard.subarray(from, from + cut), () => response.destroy());
    },
  });
});
afterEach(async () => {
  await portal.stop();
  await rm(dir, { recursive: true });
});

function context(): AgentContext {
  const client = new PortalClient(portal.url);
  client.authenticate(fixedToken);
  const commPOfFile = async (file: string) => ({ commD: sha(await readFile(file)) });
  return {
    portal: client,
    download: new Throttle(0),
    signal: new AbortController().signal,
    engine: async () => ({ commPOfFile }),
  } as unknown as AgentContext;
}

describe('fetchShard', () => {
  it('continues a cut transfer where it stopped', async () => {
    cuts = [700];
    const target = path.join(dir, 'slot', 'payload');
    await expect(fetchShard(context(), offer, target)).rejects.toThrow();
    await fetchShard(context(), offer, target);
    expect(ranges).toEqual([undefined, 'bytes=700-']);
    expect(await readFile(target)).toEqual(shard);
  });

  it('checks what an earlier run left complete without asking again', async () => {
    const target = path.join(dir, 'payload');
    await writeFile(`${target}.part`, shard);
    await fetchShard(context(), offer, target);
    expect(ranges).toEqual([]);
    expect(await readdir(dir)).toEqual(['payload']);
  });

  it('throws a shard away that is not the one of the deal', async () => {
    const target = path.join(dir, 'payload');
    const wrong = { ...offer, commD: `0x${'0'.repeat(64)}` as const };
    await expect(fetchShard(context(), wrong, target)).rejects.toMatchObject({
      code: 'AGENT_SHARD_CORRUPT',
    });
    expect(await readdir(dir)).toEqual([]);
  });
});
