import { AppError } from '../errors';
import { isSectorSize } from '../proofs/params';

/**
 * Payload bytes that a sector carries after fr32 padding: sectorBytes · 127 / 128.
 *
 * @throws AppError `sector.bad-size` unless a power of two from 2 KiB to 1 GiB
 */
export function payloadCapacity(sectorBytes: number): number {
  if (!isSectorSize(sectorBytes)) {
    throw new AppError('sector.bad-size', 'A sector is a power of two from 2 KiB to 1 GiB.', {
      details: { sectorBytes },
    });
  }
  return (sectorBytes / 128) * 127;
}
