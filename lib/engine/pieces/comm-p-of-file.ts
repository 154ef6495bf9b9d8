import { createReadStream } from 'node:fs';
import { AppError } from '../../core/errors';
import { type PieceCommitment, PieceHasher } from './piece-hasher';

const READ_BYTES = 1 << 20;

/**
 * CommD and PieceCIDs of the first `payloadBytes` of a file, zero-extended to a sector.
 *
 * @throws AppError `ENGINE_FILE_TOO_SHORT`, `ENGINE_PAYLOAD_TOO_LARGE`
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
    throw new AppError('ENGINE_FILE_TOO_SHORT', 'The file is shorter than its payload.', {
      details: { payloadBytes, fileBytes: commitment.payloadBytes },
    });
  }
  return commitment;
}
