import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { SealParams } from '../../lib/core/proofs';
import {
  commPOfFile,
  finalizeSector,
  sealCommit,
  sealSector,
  unsealSector,
  verifySeal,
} from '../../lib/engine';
import { createHashSecondsPerLabel, hashedBytes, sha256BytesPerSecond } from './baseline';
import { machineOf } from './machine';
import { costOfCall, Meter } from './meter';
import { measurePoSts } from './posts';
import { digestOfFile, INPUTS, makeSubject, productionParams, SEEDS } from './subject';

/** Options of the benchmark. */
export interface BenchOptions {
  sectorBytes: number;
  /** Folder for the sector's folder; the system's scratch folder if not given. */
  parent?: string;
  /** Proofs that the pool of verifiers gets; 4,000 if not given. */
  poolProofs?: number;
  note: (line: string) => void;
}

const VERIFY_CALLS = 15;

/** Seals, proves, verifies and unseals one sector, and checks every result on the way. */
export async function runProofBench(options: BenchOptions) {
  const { sectorBytes, parent, note, poolProofs = 4000 } = options;
  const params = productionParams(sectorBytes);
  const machine = machineOf();
  const subject = makeSubject(params, parent);
  const meter = new Meter(sectorBytes / 2 ** 20, subject.dir, note);
  try {
    const { payloadFile, payloadBytes, dir } = subject;
    const { commD } = await meter.measure('pieceCid', () =>
      commPOfFile(payloadFile, payloadBytes, sectorBytes),
    );
    const job = { ...INPUTS, dir, params, commD, payloadFile, payloadBytes };
    const { commR } = await sealSector({
      ...job,
      onProgress: ({ step, layer }) => meter.enter(layer > 0 ? `${step} ${layer}` : step),
    });
    const seal = { ...job, commR, seed: SEEDS.porep };
    const proof = await meter.measure('commit', () => sealCommit(seal));
    assert.deepEqual(verifySeal({ ...seal, proof }), { ok: true });
    const porep = {
      proofBytes: proof.length,
      verify: await costOfCall(() => verifySeal({ ...seal, proof }), VERIFY_CALLS),
    };
    note(
      `porep: ${porep.verify.medianMs.toFixed(1)} ms, ${porep.verify.cpuMs.toFixed(1)} CPU-ms to verify`,
    );
    await finalizeSector(dir);
    const post = await measurePoSts({ dir, params, commR, note, poolProofs });
    const outFile = path.join(subject.root, 'unsealed');
    await meter.measure('unseal', () => unsealSector({ ...job, outFile }));
    assert.equal(digestOfFile(outFile), digestOfFile(payloadFile));
    meter.stop();
    const stages = meter.stages;
    return { sectorBytes, params, machine, stages, porep, post, ...summary(params, stages) };
  } finally {
    meter.stop();
    await rm(subject.root, { recursive: true, force: true });
  }
}

function summary(params: SealParams, stages: Meter['stages']) {
  const isSeal = (name: string) => !['pieceCid', 'unseal'].includes(name);
  const sealed = stages.filter(({ stage }) => isSeal(stage));
  const sum = (key: 'seconds' | 'cpuSeconds', of = sealed) =>
    of.reduce((total, cost) => total + cost[key], 0);
  const labels = sealed.filter(({ stage }) => stage.startsWith('labels'));
  const nodes = params.sectorBytes / 32;
  const perLabel = sum('cpuSeconds', labels) / (nodes * params.layers);
  const plain = createHashSecondsPerLabel(params);
  const bytes = hashedBytes(params);
  const speed = sha256BytesPerSecond();
  const ceiling = (bytes.labels + bytes.columns + bytes.trees) / speed;
  return {
    seal: {
      seconds: sum('seconds'),
      cpuSeconds: sum('cpuSeconds'),
      peakRssBytes: Math.max(...sealed.map((cost) => cost.peakRssBytes)),
      peakDiskBytes: Math.max(...sealed.map((cost) => cost.peakDiskBytes)),
    },
    labels: {
      cpuMicrosPerLabel: perLabel * 1e6,
      createHashMicrosPerLabel: plain * 1e6,
      timesFasterThanCreateHash: plain / perLabel,
    },
    ceiling: {
      sha256BytesPerSecond: speed,
      bytesHashed: bytes.labels + bytes.columns + bytes.trees,
      cpuSeconds: ceiling,
      timesTheCeiling: sum('cpuSeconds') / ceiling,
    },
  };
}

/** Everything that a run finds. */
export type BenchResult = Awaited<ReturnType<typeof runProofBench>>;
