import { encodeFunctionData, type Hex } from 'viem';
import { proofLedgerAbi } from '@/lib/core/chain/abi';
import { publishVerdicts } from '@/lib/core/deals';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { deployment, queueTransaction } from '@/lib/server/chain';
import { db, type Tx } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { enqueue } from '@/lib/server/jobs';
import { jobKeys } from '@/lib/server/lifecycle';
import { lockPeriods } from '@/lib/server/lock-order';
import { objectStore } from '@/lib/server/object-store';
import { type CountedPeriod, countProof } from './count-slots';
import { countedSlots, saveWork } from './counted-slots';
import { withCredits } from './credited-disputes';
import { markCounted } from './credits';
import { nextPeriod } from './due-periods';
import { isUnhealthy } from './health';
import { periodProofs, proofKey } from './period-proofs';

/** The verdict file goes to the object store before the rows are committed. */
const TRANSACTION_MS = 120_000;

/** One closer at a time, over all workers, until the transaction ends. */
export async function lockClosing(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('close-period', 0))`;
}

/** Publishes what a period's verdicts are; a period without any slot has nothing to say. */
async function publish(tx: Tx, period: bigint, seed: Hex, counted: readonly CountedPeriod[]) {
  if (counted.length === 0) return { root: null, manifestHash: null };
  const { chainId, portalOrigin } = serverEnv();
  const entries = counted.map(({ entry }) => entry);
  const { bytes, manifestHash, tree } = publishVerdicts({ chainId, period, seed, entries });
  await objectStore().put(objectKeys.verdicts(period), bytes);
  await queueTransaction(tx, {
    idempotencyKey: `verdicts:${period}`,
    signer: 'verifier',
    kind: 'verdicts',
    to: deployment().contracts.ledger,
    data: encodeFunctionData({
      abi: proofLedgerAbi,
      functionName: 'postVerdicts',
      args: [period, tree.root, manifestHash, `${portalOrigin}/api/verdicts/${period}`],
    }),
  });
  return { root: tree.root, manifestHash };
}

/** Asks for another node where one sends invalid proofs or breaks too many promises. */
async function askForRepairs(
  tx: Tx,
  period: bigint,
  counted: readonly CountedPeriod[],
): Promise<void> {
  for (const { slot, entry } of counted) {
    if (!slot.replaceable) continue;
    const isInvalid = entry.verdict === 'rejected';
    const isMissed = entry.due && entry.verdict === 'missing';
    if (!isInvalid && !(isMissed && (await isUnhealthy(tx, slot, period)))) continue;
    const { dealId, generation } = slot;
    const reason = isInvalid ? 'InvalidProof' : 'Unhealthy';
    const singletonKey = jobKeys.repair(dealId, slot.slot, generation);
    await enqueue('repair', { dealId, slot: slot.slot, generation, reason }, { singletonKey, tx });
  }
}

/**
 * Keeps the intake from taking further proofs of the period until the transaction ends; then it is
 * closed for them. False if one came in that is not judged yet.
 */
async function endIntake(tx: Tx, period: bigint): Promise<boolean> {
  await lockPeriods(tx, [period]);
  return (await tx.postSubmission.count({ where: { period, verifiedAt: null } })) === 0;
}

async function closeIn(tx: Tx, period: bigint, seed: Hex): Promise<boolean> {
  await lockClosing(tx);
  if ((await nextPeriod(tx)) !== period) return true;
  if (!(await endIntake(tx, period))) return false;
  const proofs = await periodProofs(tx, period);
  const { slots, taken } = await withCredits(tx, await countedSlots(tx));
  const counted = slots.map((slot) => countProof(slot, period, proofs.get(proofKey(slot))));
  // Before the accounts, whose row locks must not wait for the object store.
  const published = await publish(tx, period, seed, counted);
  await saveWork(
    tx,
    counted.map(({ slot }) => slot),
  );
  await markCounted(tx, taken);
  const count = (verdict: string) =>
    counted.filter(({ entry }) => entry.verdict === verdict).length;
  const data = {
    status: 'CLOSED' as const,
    seed,
    ...published,
    leaves: counted.length,
    due: counted.filter(({ entry }) => entry.due).length,
    accepted: count('accepted'),
    rejected: count('rejected'),
    closedAt: new Date(),
  };
  await tx.period.update({ where: { index: period }, data });
  await askForRepairs(tx, period, counted);
  return true;
}

/**
 * Counts a period with a seed into every account, publishes the verdicts and hands the root to the
 * chain, exactly once: everything happens in one transaction, and only if the period is the next.
 * False if a proof came in that has to be judged first.
 */
export async function closeWithVerdicts(period: bigint, seed: Hex): Promise<boolean> {
  return db().$transaction((tx) => closeIn(tx, period, seed), { timeout: TRANSACTION_MS });
}
