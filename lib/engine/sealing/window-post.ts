import { AppError } from '../../core/errors';
import { concatBytes } from '../../core/proofs/bytes';
import {
  assertSealParams,
  NODE_BYTES,
  nodesOf,
  postChallenges,
  proofHeader,
} from '../../core/proofs/sdr';
import { readFully, withFiles } from '../files/read';
import { sectorFiles } from '../files/sector-files';
import { treeLayout } from '../trees/tree-layout';
import { fileLeaves, TreeReader } from '../trees/tree-reader';
import type { WindowPoStOptions } from '../types';
import { nodeSha256 } from '../verify/node-sha256';
import { verifyWindowPoSt } from '../verify/verify';
import { Kernel } from '../wasm/kernel';
import { readSealed } from './aux-file';

function open(options: WindowPoStOptions, fds: number[]): Uint8Array[] {
  const { params, sectorId, seed } = options;
  const [sealedFd, treeFd] = fds;
  const kernel = new Kernel();
  const load = fileLeaves(kernel, sealedFd!);
  const tree = new TreeReader(kernel, treeLayout(params), treeFd!, load);
  const nodes = nodesOf(params.sectorBytes);
  const challenges = postChallenges(seed, sectorId, nodes, params.postChallenges, nodeSha256);
  return challenges.flatMap((index) => {
    const leaf = new Uint8Array(NODE_BYTES);
    readFully(sealedFd!, leaf, index * NODE_BYTES);
    return [leaf, ...tree.path(index)];
  });
}

/**
 * Window PoSt body of one sector. Reads the challenged leaves, the runs of leaves that restore the
 * dropped rows of their paths, and stored tree nodes: nothing else.
 *
 * @throws AppError `ENGINE_NOT_SEALED`, `ENGINE_FILE_TOO_SHORT`, `ENGINE_SECTOR_CORRUPT` if the own
 * proof does not verify
 */
export async function generateWindowPoSt(options: WindowPoStOptions): Promise<Uint8Array> {
  const { dir, params } = options;
  assertSealParams(params);
  const { commC, commR } = readSealed(dir);
  const files = sectorFiles(dir);
  const openings = withFiles([files.sealed, files.sealedTree], (fds) => open(options, fds));
  const proof = concatBytes(proofHeader('windowPost', params), commC, ...openings);
  const result = verifyWindowPoSt({ ...options, commR, proof });
  if (!result.ok) {
    throw new AppError('ENGINE_SECTOR_CORRUPT', 'The sector is damaged: its proof is invalid.', {
      details: { reason: result.reason },
    });
  }
  return proof;
}
