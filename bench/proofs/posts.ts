import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { SealParams } from '../../lib/core/proofs';
import {
  createVerifierPool,
  generateWindowPoSt,
  generateWindowPoStMessage,
  verifyWindowPoSt,
} from '../../lib/engine';
import { costOfCall } from './meter';
import { INPUTS, SEEDS } from './subject';

const CALLS = 200;
const IN_FLIGHT = 64;

/** Drops a file from the system's cache; false where that cannot be done. */
function makeCold(file: string): boolean {
  const sync = spawnSync('sync', [file]);
  const drop = spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0']);
  return sync.status === 0 && drop.status === 0;
}

/** Posts per second of the pool, all proofs being true ones. */
async function poolRate(input: Parameters<typeof verifyWindowPoSt>[0], proofs: number) {
  const pool = createVerifierPool({ maxThreads: 2 });
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => pool.verifyWindowPoSt(input)));
  let left = proofs;
  const cpu = process.cpuUsage();
  const start = performance.now();
  const lane = async () => {
    while (left-- > 0) assert.deepEqual(await pool.verifyWindowPoSt(input), { ok: true });
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await pool.close();
  const cpuMs = (user + system) / 1000 / proofs;
  return {
    threads: 2,
    proofs,
    perSecond: proofs / seconds,
    cpuMsPerProof: cpuMs,
  };
}

/** One message for a node with this many sectors: the same one, under the numbers of many slots. */
const MESSAGE_SECTORS = 24;

async function messageOf(options: { dir: string; params: SealParams }) {
  const { sectorId } = INPUTS;
  const deal = `0x${'d1'.repeat(20)}` as const;
  const sectors = Array.from({ length: MESSAGE_SECTORS }, (_, slot) => {
    const seed = Uint8Array.from(SEEDS.post, (byte, i) => byte ^ (slot * i));
    return { ...options, sectorId, seed, deal, slot, generation: 1 };
  });
  const start = performance.now();
  const { message, skipped } = await generateWindowPoStMessage(sectors);
  const ms = performance.now() - start;
  assert.equal(skipped.length, 0);
  const messageBytes = message.length;
  return {
    sectors: MESSAGE_SECTORS,
    messageBytes,
    bytesPerSector: messageBytes / MESSAGE_SECTORS,
    ms,
  };
}

/** Makes and verifies Window PoSts of a finalized sector. */
export async function measurePoSts(options: {
  dir: string;
  params: SealParams;
  commR: Uint8Array;
  poolProofs: number;
  note: (line: string) => void;
}) {
  const { dir, params, commR, note, poolProofs } = options;
  const { sectorId } = INPUTS;
  const make = (seed: Uint8Array) => generateWindowPoSt({ dir, params, sectorId, seed });
  const files = ['sealed.bin', 'tree-r.bin'].map((name) => path.join(dir, name));
  await make(new Uint8Array(32)); // code is warm, the file will be cold
  const isCold = files.map(makeCold).every(Boolean);
  const start = performance.now();
  const proof = await make(SEEDS.post);
  const coldMs = performance.now() - start;
  const input = { params, sectorId, commR, seed: SEEDS.post, proof };
  const warm = await costOfCall(() => make(SEEDS.post), 20);
  const verify = await costOfCall(() => verifyWindowPoSt(input), CALLS, 50);
  note(`post: ${coldMs.toFixed(1)} ms from a ${isCold ? 'cold' : 'warm'} file`);
  return {
    proofBytes: proof.length,
    isCold,
    coldMs,
    warm,
    verify,
    message: await messageOf({ dir, params }),
    pool: await poolRate(input, poolProofs),
  };
}
