import { createReadStream } from 'node:fs';
import { AppError } from '../../core/errors';
import { type PieceCommitment, PieceHasher } from './piece-hasher';

const READ_BYTES = 1 << 20;

/**
 * CommD and PieceCIDs of the first `payloadBytes` of a file, zero-extended to a sector.
 *
 * @throws AppError `engine.file-too-short`, `engine.payload-too-large`
 */
export async function commPOfFile(
  file: string,
  payloadBytes: number,
  sectorBytes: number,
): Promise<PieceCommitment> {
  const hasher = new PieceHasher(sectorBytes);
  if (payloadBytes > 0) {
    const stream = createReadStream(file, { end: payloadBytes - 1, highWaterMark: READ_BYTES });
    for await (const part of stream) hasher.update(part as Buffer);
  }
  const commitment = hasher.digest();
  if (commitment.payloadBytes !== payloadBytes) {
    throw new AppError('engine.file-too-short', 'The file is shorter than its payload.', {
      details: { payloadBytes, fileBytes: commitment.payloadBytes },
    });
  }
  return commitment;
}
