import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { sectorFiles } from '../files/sector-files';
import { readSealed } from './aux-file';

/**
 * Deletes what only the PoRep needs (data, labels, their trees, temporary files); the replica, the
 * upper rows of its tree, p-aux and the identity stay. May be repeated.
 *
 * @throws AppError `ENGINE_NOT_SEALED` if sealing is not complete: then nothing is deleted
 */
export async function finalizeSector(dir: string): Promise<void> {
  readSealed(dir);
  const { identity, sealed, sealedTree, aux } = sectorFiles(dir);
  const kept = new Set([identity, sealed, sealedTree, aux].map((file) => path.basename(file)));
  for (const name of await readdir(dir)) {
    if (!kept.has(name)) await rm(path.join(dir, name), { recursive: true, force: true });
  }
}
