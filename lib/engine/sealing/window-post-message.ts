import { AppError } from '../../core/errors';
import { encodePoStMessage, type PoStEntry } from '../../core/proofs/post-message';
import type { WindowPoStOptions } from '../types';
import { generateWindowPoSt } from './window-post';

/** One sector of a node, by its place in a deal. */
export type PoStSector = WindowPoStOptions & Omit<PoStEntry, 'proof'>;

/** A sector that could not be proved, and why. */
export interface SkippedSector extends Omit<PoStEntry, 'proof'> {
  code: string;
  message: string;
}

/** The proofs of a node for one period. */
export interface WindowPoStMessage {
  /** The upload of the node; null if nothing could be proved. */
  message: Uint8Array | null;
  entries: PoStEntry[];
  skipped: SkippedSector[];
}

/**
 * Proves many sectors of one node in one message. A sector that cannot be read costs the others
 * nothing: it is left out and named.
 */
export async function generateWindowPoStMessage(
  sectors: readonly PoStSector[],
): Promise<WindowPoStMessage> {
  const entries: PoStEntry[] = [];
  const skipped: SkippedSector[] = [];
  for (const sector of sectors) {
    const { deal, slot, generation } = sector;
    try {
      entries.push({ deal, slot, generation, proof: await generateWindowPoSt(sector) });
    } catch (error) {
      const { message } = error as Error;
      const code = AppError.is(error) ? error.code : 'ENGINE_FAILED';
      skipped.push({ deal, slot, generation, code, message });
    }
  }
  return { message: entries.length > 0 ? encodePoStMessage(entries) : null, entries, skipped };
}
