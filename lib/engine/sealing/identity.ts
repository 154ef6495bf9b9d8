import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { AppError } from '../../core/errors';
import type { ReplicaInputs, SealParams } from '../../core/proofs/sdr';
import { writeAtomic, writeFully } from '../files/atomic';
import { sectorFiles } from '../files/sector-files';
import { ENGINE_ID } from '../types';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

function identityOf(params: SealParams, replica: ReplicaInputs): string {
  const { sectorBytes, layers, droppedRows } = params;
  return `${JSON.stringify({
    version: 1,
    engine: ENGINE_ID,
    sectorBytes,
    layers,
    droppedRows,
    proverId: hex(replica.proverId),
    sectorId: replica.sectorId.toString(),
    ticket: hex(replica.ticket),
    commD: hex(replica.commD),
  })}\n`;
}

/**
 * Claims a folder for one replica. Steps of another replica must never be continued: their files
 * would fit by size and give a wrong seal.
 *
 * @throws AppError `ENGINE_INPUTS_CHANGED` if the folder belongs to another replica
 */
export function claimFolder(dir: string, params: SealParams, replica: ReplicaInputs): void {
  mkdirSync(dir, { recursive: true });
  const { identity } = sectorFiles(dir);
  const expected = identityOf(params, replica);
  if (!existsSync(identity)) {
    writeAtomic(identity, (fd) => writeFully(fd, Buffer.from(expected), 0));
  } else if (readFileSync(identity, 'utf8') !== expected) {
    throw new AppError('ENGINE_INPUTS_CHANGED', 'This folder holds a sector of other inputs.');
  }
}
