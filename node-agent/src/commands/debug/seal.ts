import { stat } from 'node:fs/promises';
import { type Hex, porepId, proverIdOf, registeredSealProof, replicaId } from '@/lib/core/proofs';
import { commPOfFile, ENGINE_ID, sealSector } from '../../engine/load-debug';
import { hex, timed } from './text';

/** Options of `debug seal`. */
export interface DebugSealOptions {
  file: string;
  dir: string;
  sectorBytes: number;
  layers: number;
  droppedRows: number;
  operator: Hex;
  sectorId: bigint;
  ticket: Uint8Array;
  signal: AbortSignal;
}

/** Seals a file and gives every public value of the sector. */
export async function debugSeal(options: DebugSealOptions) {
  const { file, dir, sectorBytes, layers, droppedRows, sectorId, ticket, signal } = options;
  const { size: payloadBytes } = await stat(file);
  const piece = await commPOfFile(file, payloadBytes, sectorBytes);
  const inputs = { proverId: proverIdOf(options.operator), sectorId, ticket, commD: piece.commD };
  // How many challenges there will be does not change a sealed sector.
  const params = { sectorBytes, layers, droppedRows, porepChallenges: 1, postChallenges: 1 };
  const { value: sealed, ms } = await timed(() =>
    sealSector({ ...inputs, dir, params, payloadFile: file, payloadBytes, signal }),
  );
  const id = porepId(sectorBytes, layers);
  return {
    engine: ENGINE_ID,
    registeredProof: registeredSealProof(sectorBytes, layers),
    sectorBytes,
    layers,
    payloadBytes,
    porepId: hex(id),
    proverId: hex(inputs.proverId),
    sectorId,
    ticket: hex(ticket),
    replicaId: hex(replicaId({ ...inputs, porepId: id })),
    commD: hex(piece.commD),
    commR: hex(sealed.commR),
    commC: hex(sealed.commC),
    commRLast: hex(sealed.commRLast),
    pieceCidV1: piece.pieceCidV1,
    pieceCidV2: piece.pieceCidV2,
    sealedFile: sealed.sealedFile,
    ms,
  };
}
