import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import pieces from '@/lib/core/proofs/vectors/piece-cid.json';
import labels from '@/lib/core/proofs/vectors/sdr-labels.json';
import { makePayload } from '@/lib/engine/testing/make-sector';
import { buildAgent } from '../../build.mjs';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const run = promisify(execFile);
const SEED = 'ab'.repeat(32);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'agent-debug-'));
  await buildAgent(path.join(folder, 'dist'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the built program without any home. */
async function debug(...args: string[]): Promise<Outcome> {
  const bundle = path.join(folder, 'dist/micro-node.mjs');
  const env = { PATH: process.env.PATH ?? '', MICRO_NODE_HOME: path.join(folder, 'none') };
  try {
    const { stdout, stderr } = await run(process.execPath, [bundle, 'debug', ...args], { env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome;
    return { code, stdout, stderr };
  }
}

const errorOf = ({ stderr }: Outcome): string => JSON.parse(stderr).error.code;

describe('debug labels', () => {
  it.each(labels)('gives the public label: $sectorBytes bytes, $layers layers', async (vector) => {
    const { porepIdHex, replicaIdHex, sectorBytes, layers: count, apiVersion } = vector;
    const args = ['labels', '--porep-id', porepIdHex, '--replica-id', `0x${replicaIdHex}`];
    args.push('--sector-bytes', `${sectorBytes}`, '--layers', `${count}`);
    args.push('--api-version', apiVersion);
    expect((await debug(...args)).stdout).toBe(`${vector.lastLabelHex}\n`);
    const json = JSON.parse((await debug(...args, '--json')).stdout);
    expect(json).toMatchObject({ sectorBytes, layers: count, lastLabel: vector.lastLabelHex });
  });

  it.each([
    ['a short porep id', { '--porep-id': '7b7b' }],
    ['a replica id that is no number', { '--replica-id': 'zz'.repeat(32) }],
    ['a size that is no power of two', { '--sector-bytes': '3000' }],
    ['a sector that is too large', { '--sector-bytes': '2GiB' }],
    ['no layer', { '--layers': '0' }],
    ['a graph of another kind', { '--api-version': '1.0.0' }],
  ])('refuses %s', async (_, change) => {
    const good = {
      '--porep-id': SEED,
      '--replica-id': SEED,
      '--sector-bytes': '2048',
      '--layers': '2',
    };
    const refused = await debug(
      'labels',
      '--json',
      ...Object.entries({ ...good, ...change }).flat(),
    );
    expect(refused.code).toBe(2);
    expect(errorOf(refused)).toBe('AGENT_USAGE');
  });
});

describe('debug piece-cid', () => {
  it.each(pieces)('gives the public commitments of $payloadBytes bytes', async (vector) => {
    const file = path.join(folder, `piece-${vector.payloadBytes}`);
    await writeFile(file, makePayload(vector.payloadBytes));
    const { commD, pieceCidV1, pieceCidV2, payloadBytes } = vector;
    const found = JSON.parse((await debug('piece-cid', file, '--json')).stdout);
    expect(found).toMatchObject({ commD, pieceCidV1, pieceCidV2, payloadBytes });
    expect(found.paddedBytes).toBe(Number(vector.paddedSize));
    const { stdout } = await debug('piece-cid', file);
    expect(stdout).toBe(`commD ${commD}\npieceCidV1 ${pieceCidV1}\npieceCidV2 ${pieceCidV2}\n`);
  });

  it('says that a file is missing', async () => {
    const missing = await debug('piece-cid', path.join(folder, 'nothing'), '--json');
    expect(missing.code).toBe(1);
    expect(errorOf(missing)).toBe('AGENT_FILE_UNREADABLE');
  });
});

describe('debug seal, verify and unseal', () => {
  const dir = () => path.join(folder, 'sector');
  const verify = (...args: string[]) => debug('verify', '--dir', dir(), '--json', ...args);
  const few = ['--porep-challenges', '6', '--post-challenges', '4'];

  it('seals, proves, verifies and restores a file', async () => {
    const file = path.join(folder, 'payload');
    await writeFile(file, makePayload(60_000));
    const seal = ['seal', file, '--sector-bytes', '64KiB', '--dir', dir(), '--json'];
    const sealed = JSON.parse((await debug(...seal)).stdout);
    expect(sealed).toMatchObject({ sectorBytes: 65_536, layers: 2, payloadBytes: 60_000 });
    expect(sealed.commR).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse((await debug(...seal)).stdout)).toEqual({ ...sealed, ms: expect.anything() });

    const both = ['--porep-seed', SEED, '--post-seed', SEED, ...few];
    const proved = await verify(...both, '--save', folder);
    expect(proved.code).toBe(0);
    expect(JSON.parse(proved.stdout)).toMatchObject({
      accepted: true,
      commR: sealed.commR,
      porepAccepted: true,
      postAccepted: true,
      postProofBytes: 40 + 4 * 12 * 32,
    });

    const out = path.join(folder, 'restored');
    const restored = await debug('unseal', '--dir', dir(), '--out', out, '--bytes', '60000');
    expect(restored.code).toBe(0);
    expect(Buffer.compare(await readFile(out), await readFile(file))).toBe(0);
  });

  it('refuses a proof with one changed bit or another seed, and says why', async () => {
    const body = await readFile(path.join(folder, 'porep.bin'));
    body[1000]! ^= 1;
    const changed = path.join(folder, 'changed.bin');
    await writeFile(changed, body);
    const refused = await verify('--porep-seed', SEED, '--porep-proof', changed, ...few);
    expect(refused.code).toBe(1);
    expect(errorOf(refused)).toBe('AGENT_PROOF_REFUSED');
    expect(JSON.parse(refused.stdout)).toMatchObject({ accepted: false, porepAccepted: false });

    const post = ['--post-proof', path.join(folder, 'post.bin'), ...few];
    const kept = await verify('--post-seed', SEED, ...post);
    expect(JSON.parse(kept.stdout)).toMatchObject({ accepted: true, postMakeMs: null });
    const other = await verify('--post-seed', 'cd'.repeat(32), ...post);
    expect(JSON.parse(other.stdout)).toMatchObject({ accepted: false });
    expect(other.code).toBe(1);
  });

  it('has stable codes for what cannot be done', async () => {
    expect(errorOf(await verify(...few))).toBe('AGENT_USAGE');
    const nowhere = ['verify', '--dir', path.join(folder, 'none'), '--post-seed', SEED, '--json'];
    expect(errorOf(await debug(...nowhere))).toBe('ENGINE_NOT_SEALED');
    const large = path.join(folder, 'large');
    await writeFile(large, new Uint8Array(3000));
    const target = path.join(folder, 'small');
    const small = await debug('seal', large, '--sector-bytes', '2KiB', '--dir', target, '--json');
    expect(errorOf(small)).toBe('ENGINE_PAYLOAD_TOO_LARGE');
    const other = await debug('seal', large, '--sector-bytes', '64KiB', '--dir', dir(), '--json');
    expect(errorOf(other)).toBe('ENGINE_INPUTS_CHANGED');
  });
});
