import { AppError } from '../errors';
import { NODE_BYTES } from './field';
import type { SealParams } from './types';

const MIN_SECTOR_BYTES = 2048;
const MAX_SECTOR_BYTES = 2 ** 30;
const MAX_LAYERS = 16;
const MAX_CHALLENGES = 0xffff;

function isIntegerIn(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

/** True for a power of two from 2 KiB to 1 GiB. */
export function isSectorSize(sectorBytes: number): boolean {
  return (
    isIntegerIn(sectorBytes, MIN_SECTOR_BYTES, MAX_SECTOR_BYTES) &&
    Number.isInteger(Math.log2(sectorBytes))
  );
}

/** True if every member of the parameters is in its range. */
export function areSealParamsValid(params: SealParams): boolean {
  return (
    isSectorSize(params.sectorBytes) &&
    isIntegerIn(params.layers, 1, MAX_LAYERS) &&
    isIntegerIn(params.porepChallenges, 1, MAX_CHALLENGES) &&
    isIntegerIn(params.postChallenges, 1, MAX_CHALLENGES) &&
    isIntegerIn(params.droppedRows, 0, 30)
  );
}

/** @throws AppError `PROOF_BAD_PARAMS` */
export function assertSealParams(params: SealParams): void {
  if (!areSealParamsValid(params)) {
    throw new AppError('PROOF_BAD_PARAMS', 'The seal parameters are out of range.', {
      details: { ...params },
    });
  }
}

/** Nodes (32-byte leaves) of a sector. */
export function nodesOf(sectorBytes: number): number {
  return sectorBytes / NODE_BYTES;
}

/** Height of a sector's trees: siblings in a full path. */
export function treeDepth(sectorBytes: number): number {
  return Math.log2(nodesOf(sectorBytes));
}
