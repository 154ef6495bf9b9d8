import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../core/errors';
import type { SealParams } from '../../core/proofs/sdr';
import { treeLayout } from '../trees/tree-layout';
import { isComplete, TEMPORARY } from './atomic';
import { sectorFiles } from './sector-files';

/** Left free on the disk beside a seal: small files, folders, what else is being written. */
const MARGIN_BYTES = 2 ** 20;
/** Memory beside the layers: Node's heap, code, the kernels' chunks. Measured, see docs/protocol-proofs.md. */
const BASE_MEMORY_BYTES = 160 * 2 ** 20;

/** Every file of a seal with its length. */
function filesOf(dir: string, params: SealParams): { file: string; bytes: number }[] {
  const files = sectorFiles(dir);
  const { sectorBytes } = params;
  const treeBytes = treeLayout(params).bytes;
  const layers = Array.from({ length: params.layers }, (_, i) => files.layer(i + 1));
  return [
    ...[files.data, files.sealed, ...layers].map((file) => ({ file, bytes: sectorBytes })),
    ...[files.dataTree, files.columnTree, files.sealedTree].map((file) => ({
      file,
      bytes: treeBytes,
    })),
  ];
}

/** Most bytes that a sector's folder holds while it is sealed. */
export function sealDiskBytes(params: SealParams): number {
  return filesOf('', params).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Most memory of a process that seals or unseals one sector: two layers and a constant. */
export function sealMemoryBytes({ sectorBytes, layers }: SealParams): number {
  return Math.min(layers, 2) * sectorBytes + BASE_MEMORY_BYTES;
}

/** Bytes that a seal of this folder has still to write. */
export function missingBytes(dir: string, params: SealParams): number {
  return filesOf(dir, params)
    .filter(({ file, bytes }) => !isComplete(file, bytes))
    .reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Deletes files that an earlier run left unfinished: they are never continued. */
export function removeUnfinished(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (name.endsWith(TEMPORARY)) rmSync(path.join(dir, name), { force: true });
  }
}

/** Bytes that the disk under a folder can still take from this user. */
export function freeBytes(dir: string): number {
  mkdirSync(dir, { recursive: true });
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}

/**
 * Refuses a seal that the disk cannot hold, before it costs anything.
 *
 * @throws AppError `ENGINE_DISK_FULL` with `neededBytes` and `freeBytes`
 */
export function assertSpace(dir: string, params: SealParams, free = freeBytes(dir)): void {
  const missing = missingBytes(dir, params);
  if (missing === 0 || free >= missing + MARGIN_BYTES) return;
  throw new AppError(
    'ENGINE_DISK_FULL',
    `Sealing needs ${missing + MARGIN_BYTES} more bytes; ${free} are free.`,
    { details: { neededBytes: missing + MARGIN_BYTES, freeBytes: free } },
  );
}
