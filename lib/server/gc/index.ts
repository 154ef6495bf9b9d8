import type { Logger } from 'pino';
import { chainProgress } from '@/lib/server/lifecycle';
import { collectRetrievals } from '@/lib/server/retrieval';
import { collectPoreps, collectPosts, collectVerdicts } from './proofs';
import {
  collectInbox,
  collectPostRows,
  collectRelays,
  collectSmallRows,
  collectTransactions,
} from './retention';
import { collectRows, collectScratch } from './rows';
import { collectShards } from './shards';
import { collectUploads } from './uploads';

/** Who may stop the work, and where it tells of itself. */
export interface GcContext {
  signal: AbortSignal;
  log: Logger;
}

/**
 * Deletes what nobody needs any more; the only place that deletes objects. Each part looks at rows
 * again before every deletion, and one that fails does not keep the others from being done.
 *
 * @throws the first failure, after all parts have run
 */
export async function collectGarbage({ signal, log }: GcContext): Promise<void> {
  const progress = await chainProgress();
  const parts: [string, () => Promise<unknown>][] = [
    ['uploads', () => collectUploads(signal)],
    ['retrievals', () => collectRetrievals(signal)],
    ['rows', () => collectRows()],
    ['scratch', () => collectScratch()],
    ['relays', () => collectRelays(signal)],
    ['transactions', () => collectTransactions(signal)],
    ['inbox', () => collectInbox(signal)],
    ['small rows', () => collectSmallRows()],
  ];
  if (progress) {
    parts.push(
      ['shards', () => collectShards(progress, signal)],
      ['posts', () => collectPosts(progress, signal)],
      ['poreps', () => collectPoreps(progress, signal)],
      ['verdicts', () => collectVerdicts(progress, signal)],
      ['post rows', () => collectPostRows(progress, signal)],
    );
  }
  const failures: unknown[] = [];
  for (const [part, run] of parts) {
    signal.throwIfAborted();
    try {
      await run();
    } catch (error) {
      log.error({ err: error, part }, 'garbage could not be collected');
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
