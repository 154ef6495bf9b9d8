import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { AppError } from '../../core/errors';
import type { ReplicaInputs, SealParams } from '../../core/proofs/sdr';
import { writeAtomic, writeFully } from '../files/atomic';
import { sectorFiles } from '../files/sector-files';
import { ENGINE_ID } from '../types';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

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

/** What a sector's folder says that it is sealed for. */
export interface SectorIdentity extends ReplicaInputs {
  sectorBytes: number;
  layers: number;
  droppedRows: number;
}

/** Reads what a folder is sealed for. @throws AppError `ENGINE_NOT_SEALED` */
export function readIdentity(dir: string): SectorIdentity {
  const { identity } = sectorFiles(dir);
  if (!existsSync(identity)) {
    throw new AppError('ENGINE_NOT_SEALED', 'This folder holds no sector.');
  }
  const { sectorBytes, layers, droppedRows, sectorId, ...bytes } = JSON.parse(
    readFileSync(identity, 'utf8'),
  );
  return {
    sectorBytes,
    layers,
    droppedRows,
    sectorId: BigInt(sectorId),
    proverId: unhex(bytes.proverId),
    ticket: unhex(bytes.ticket),
    commD: unhex(bytes.commD),
  };
}
