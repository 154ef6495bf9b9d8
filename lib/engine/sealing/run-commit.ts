import { AppError } from '../../core/errors';
import {
  assertSealParams,
  NODE_BYTES,
  type PorepShape,
  porepId,
  porepShape,
  proofHeader,
  replicaId,
  type TreePosition,
} from '../../core/proofs/sdr';
import { readFully, withFiles } from '../files/read';
import { sectorFiles } from '../files/sector-files';
import { treeLayout } from '../trees/tree-layout';
import { fileLeaves, type LeafLoader, TreeReader } from '../trees/tree-reader';
import type { EngineOptions, SealCommitOptions } from '../types';
import { nodeBlake2b512 } from '../verify/node-blake2b';
import { nodeSha256 } from '../verify/node-sha256';
import { verifySeal } from '../verify/verify';
import { Kernel } from '../wasm/kernel';
import { layerFiles } from './column-step';
import { columnLeaves } from './columns';

/** What of the options is plain data, fit to cross into a thread. */
export type CommitJob = Omit<SealCommitOptions, keyof EngineOptions>;

/** Writes the parts of a PoRep body to their places. */
class BodyWriter {
  readonly body: Uint8Array;

  constructor(
    private readonly job: CommitJob,
    private readonly shape: PorepShape,
    private readonly kernel: Kernel,
  ) {
    this.body = new Uint8Array(shape.bytes);
    this.body.set(proofHeader('porep', job.params));
  }

  leaves(fds: readonly number[], nodes: readonly number[], range: [number, number]): void {
    let at = range[0];
    for (const node of nodes) {
      for (const fd of fds) {
        readFully(fd, this.body.subarray(at, at + NODE_BYTES), node * NODE_BYTES);
        at += NODE_BYTES;
      }
    }
  }

  siblings(treeFd: number, load: LeafLoader, where: TreePosition[], range: [number, number]): void {
    const tree = new TreeReader(this.kernel, treeLayout(this.job.params), treeFd, load);
    where.forEach((position, i) => {
      this.body.set(tree.node(position), range[0] + i * NODE_BYTES);
    });
  }

  write(fds: { trees: number[]; data: number; sealed: number; layers: number[] }): void {
    const { shape, kernel } = this;
    const [dataTree, sealedTree, columnTree] = fds.trees;
    const { ranges } = shape;
    this.leaves([fds.data], shape.challenged, ranges.dataLeaves);
    const dataLeaves = fileLeaves(kernel, fds.data);
    this.siblings(dataTree!, dataLeaves, shape.challengedSiblings, ranges.dataTree);
    const sealedLeaves = fileLeaves(kernel, fds.sealed);
    this.siblings(sealedTree!, sealedLeaves, shape.challengedSiblings, ranges.sealedTree);
    this.leaves(fds.layers, shape.opened, ranges.columns);
    const most = 2 ** (treeLayout(this.job.params).firstRow - 1);
    const columns = columnLeaves(kernel, fds.layers, most);
    this.siblings(columnTree!, columns, shape.openedSiblings, ranges.columnTree);
  }
}

/**
 * Builds the PoRep body from the files of a seal that is not finalized, and verifies it.
 *
 * @throws AppError `ENGINE_SECTOR_CORRUPT` if the own proof does not verify
 */
export function runCommit(job: CommitJob): Uint8Array {
  const { params } = job;
  assertSealParams(params);
  const files = sectorFiles(job.dir);
  const id = porepId(params.sectorBytes, params.layers);
  const replica = replicaId({ ...job, porepId: id }, nodeSha256);
  const shape = porepShape(params, id, replica, job.seed, nodeSha256, nodeBlake2b512);
  const writer = new BodyWriter(job, shape, new Kernel());
  const trees = [files.dataTree, files.sealedTree, files.columnTree];
  withFiles([...trees, files.data, files.sealed, ...layerFiles(job.dir, params)], (fds) => {
    const [data, sealed] = [fds[3]!, fds[4]!];
    writer.write({ trees: fds.slice(0, 3), data, sealed, layers: fds.slice(5) });
  });
  const result = verifySeal({ ...job, proof: writer.body });
  if (!result.ok) {
    throw new AppError('ENGINE_SECTOR_CORRUPT', 'The own proof does not verify.', {
      details: { reason: result.reason },
    });
  }
  return writer.body;
}
