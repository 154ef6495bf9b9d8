import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AppError } from '../../core/errors';
import { type PieceCommitment, PieceHasher, smallestPiece } from './piece-hasher';

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

/** Commitment to a whole file as the smallest piece that holds it, as public tools compute it. */
export async function pieceOfFile(
  file: string,
): Promise<PieceCommitment & { paddedBytes: number }> {
  const { size } = await stat(file);
  const paddedBytes = smallestPiece(size);
  return { ...(await commPOfFile(file, size, paddedBytes)), paddedBytes };
}
