import type { AdminOverviewJson } from '@/lib/core/protocol/admin';
import { chainProgress } from '@/lib/server/lifecycle';
import {
  chainHealth,
  dealCounts,
  jobCounts,
  nodeCounts,
  storeHealth,
  transactionHealth,
  workerHealth,
} from './parts';
import { periodHealth } from './proofs';

/** The health of the platform in one look; a chain that does not answer is part of it. */
export async function overview(): Promise<AdminOverviewJson> {
  const progress = await chainProgress();
  const [chain, jobs, health, transactions, objectStore, workers, deals, nodes] = await Promise.all(
    [
      chainHealth(progress),
      jobCounts(),
      periodHealth(progress),
      transactionHealth(),
      storeHealth(),
      workerHealth(),
      dealCounts(),
      nodeCounts(),
    ],
  );
  const at = new Date().toISOString();
  return { at, chain, jobs, ...health, transactions, objectStore, workers, deals, nodes };
}
