import { createHash, hash } from 'node:crypto';
import { createGraph, NODE_BYTES, porepId, type SealParams } from '../../lib/core/proofs';

const SAMPLE_NODES = 20_000;
const HASHED_PARENTS = 37;
const SPEED_CPU_SECONDS = 1;

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

/** SHA-256 of this machine: bytes per CPU-second of OpenSSL as Node carries it, long messages. */
export function sha256BytesPerSecond(): number {
  const message = new Uint8Array(2 ** 20);
  const start = process.cpuUsage();
  let bytes = 0;
  while (cpuSeconds(start) < SPEED_CPU_SECONDS) {
    hash('sha256', message, 'buffer');
    bytes += message.length;
  }
  return bytes / cpuSeconds(start);
}

/**
 * CPU-seconds per label of the plain implementation: one `createHash` per node, its parents copied
 * one by one. The parents' numbers are found beforehand and cost nothing here.
 */
export function createHashSecondsPerLabel(params: SealParams): number {
  const nodes = SAMPLE_NODES;
  const graph = createGraph(porepId(params.sectorBytes, params.layers), nodes);
  const parents = Array.from({ length: nodes }, (_, v) => graph.parents(v));
  const before = new Uint8Array(nodes * NODE_BYTES);
  const now = new Uint8Array(nodes * NODE_BYTES);
  const header = Buffer.alloc(64);
  const start = process.cpuUsage();
  for (let v = 0; v < nodes; v++) {
    header.writeUInt32BE(v, 40);
    const { base, expander } = parents[v]!;
    const list = [...base.map((p) => labelAt(now, p)), ...expander.map((p) => labelAt(before, p))];
    const hasher = createHash('sha256').update(header);
    for (let i = 0; i < HASHED_PARENTS; i++) hasher.update(list[i % list.length]!);
    now.set(hasher.digest(), v * NODE_BYTES);
  }
  return cpuSeconds(start) / nodes;
}

function labelAt(labels: Uint8Array, node: number): Uint8Array {
  return labels.subarray(node * NODE_BYTES, (node + 1) * NODE_BYTES);
}

/** Message bytes that a seal hashes, by what they are for. */
export function hashedBytes({ sectorBytes, layers }: SealParams) {
  const nodes = sectorBytes / NODE_BYTES;
  const tree = (nodes - 1) * 2 * NODE_BYTES;
  return {
    labels: layers * nodes * (64 + HASHED_PARENTS * NODE_BYTES),
    columns: nodes * layers * NODE_BYTES,
    trees: 3 * tree,
  };
}
