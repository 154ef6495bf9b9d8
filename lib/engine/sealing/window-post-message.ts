import { setImmediate } from 'node:timers/promises';
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
  /** The upload of the node. */
  message: Uint8Array;
  /** What it holds: an entry per sector, with an empty body for a skipped one. */
  entries: PoStEntry[];
  /** Why sectors were skipped; this stays with the node. */
  skipped: SkippedSector[];
}

/**
 * Proves many sectors of one node in one message. A sector that cannot be read costs the others
 * nothing: the message says that it is skipped, for whatever reason, so that a caller does well to try
 * it again. Other work gets its turn after every sector.
 */
export async function generateWindowPoStMessage(
  sectors: readonly PoStSector[],
): Promise<WindowPoStMessage> {
  const entries: PoStEntry[] = [];
  const skipped: SkippedSector[] = [];
  for (const sector of sectors) {
    const { deal, slot, generation } = sector;
    await setImmediate();
    try {
      entries.push({ deal, slot, generation, proof: await generateWindowPoSt(sector) });
    } catch (error) {
      const isKnown = AppError.is(error);
      const code = isKnown ? error.code : 'ENGINE_FAILED';
      const message = isKnown ? error.shortMessage : (error as Error).message;
      skipped.push({ deal, slot, generation, code, message });
      entries.push({ deal, slot, generation, proof: new Uint8Array() });
    }
  }
  return { message: encodePoStMessage(entries), entries, skipped };
}
