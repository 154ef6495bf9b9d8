import { AppError } from '../errors';
import { isSectorSize } from '../proofs/params';

/**
 * Payload bytes that a sector carries after fr32 padding: sectorBytes · 127 / 128.
 *
 * @throws AppError `SECTOR_BAD_SIZE` unless a power of two from 2 KiB to 1 GiB
 */
export function payloadCapacity(sectorBytes: number): number {
  if (!isSectorSize(sectorBytes)) {
    throw new AppError('SECTOR_BAD_SIZE', 'A sector is a power of two from 2 KiB to 1 GiB.', {
      details: { sectorBytes },
    });
  }
  return (sectorBytes / 128) * 127;
}
