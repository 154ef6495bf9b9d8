import { type PoStEntry, sectorIdOf, slotPostSeed } from '@/lib/core/proofs';
import type { Hex } from '@/lib/core/protocol';
import { type SlotRecord, slotKey } from '../store/slots';
import type { AgentContext } from './context';
import { sectorJob } from './sector-inputs';
import { note } from './slot-steps';

/**
 * Proves slots for one period: an entry for each, in the order given. One whose sector cannot be
 * read is skipped and costs the others nothing; its record says why.
 *
 * @param seed - of the period
 */
export async function proveSectors(
  ctx: AgentContext,
  seed: Hex,
  records: readonly SlotRecord[],
): Promise<PoStEntry[]> {
  const { chainId } = ctx.network;
  const engine = await ctx.engine();
  const sectors = records.map(({ offer }) => {
    const { deal, slot, generation } = offer;
    const { dir, params } = sectorJob(ctx, offer);
    const place = { deal, slot, generation };
    const sectorId = sectorIdOf(deal, slot, generation);
    return {
      ...place,
      dir,
      params,
      sectorId,
      seed: slotPostSeed(seed, deal, slot, generation, chainId),
    };
  });
  const { entries, skipped } = await engine.generateWindowPoStMessage(sectors);
  const problems = new Map(skipped.map((sector) => [slotKey(sector), sector]));
  for (const record of records) {
    const problem = problems.get(slotKey(record.offer));
    const isNew = record.unreadable !== problem?.message;
    // Told once: it is read again and again, and the record keeps saying it.
    if (problem) ctx.log[isNew ? 'error' : 'debug']('sector cannot be read', { ...problem });
    if (isNew) {
      await note(ctx, record, { unreadable: problem?.message });
    }
  }
  return entries;
}
