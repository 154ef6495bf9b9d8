import { existsSync, readFileSync } from 'node:fs';
import { AppError } from '../../core/errors';
import { hashPair, type SealParams } from '../../core/proofs/sdr';
import { isComplete, writeAtomic, writeFully } from '../files/atomic';
import { readFully, withFiles } from '../files/read';
import { sectorFiles } from '../files/sector-files';
import { treeLayout } from '../trees/tree-layout';
import type { SealedSector } from '../types';
import { nodeSha256 } from '../verify/node-sha256';

const ROOT_BYTES = 32;

/** Root of a stored tree: the last 32 bytes of its file. */
function storedRoot(file: string, params: SealParams): Uint8Array {
  const root = new Uint8Array(ROOT_BYTES);
  withFiles([file], ([fd]) => readFully(fd!, root, treeLayout(params).bytes - ROOT_BYTES));
  return root;
}

/** Writes p-aux (CommC ‖ CommRLast) from the two trees: the last file of a seal. */
export function writeAux(dir: string, params: SealParams): void {
  const files = sectorFiles(dir);
  const commC = storedRoot(files.columnTree, params);
  const commRLast = storedRoot(files.sealedTree, params);
  writeAtomic(files.aux, (fd) => {
    writeFully(fd, commC, 0);
    writeFully(fd, commRLast, ROOT_BYTES);
  });
}

/** True if everything is there that proving and unsealing need later. */
export function isSealed(dir: string, params: SealParams): boolean {
  const files = sectorFiles(dir);
  return (
    isComplete(files.aux, 2 * ROOT_BYTES) &&
    isComplete(files.sealed, params.sectorBytes) &&
    isComplete(files.sealedTree, treeLayout(params).bytes)
  );
}

/** Commitments of a sealed sector. @throws AppError `ENGINE_NOT_SEALED` */
export function readSealed(dir: string): SealedSector {
  const files = sectorFiles(dir);
  const aux = existsSync(files.aux) ? Uint8Array.from(readFileSync(files.aux)) : new Uint8Array();
  if (aux.length !== 2 * ROOT_BYTES) {
    throw new AppError('ENGINE_NOT_SEALED', 'This folder holds no completely sealed sector.');
  }
  const commC = aux.slice(0, ROOT_BYTES);
  const commRLast = aux.slice(ROOT_BYTES);
  const commR = hashPair(commC, commRLast, nodeSha256);
  return { commR: Uint8Array.from(commR), commC, commRLast, sealedFile: files.sealed };
}
