import { decodeFunctionData } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { Hex } from '@/lib/core/proofs';
import { db } from '@/lib/server/db';
import { attemptsOf, queueRetried, withLockedDeal } from '@/lib/server/lifecycle';
import { type ChainVerdict, encodeVerdicts, porepKey } from './record-poreps';

const MAX_ATTEMPTS = 4;
const LOOK_BACK_MS = 24 * 3600 * 1000;
/** Rows looked at in one turn; the rest is found by the next. */
const PAGE = 200;

function verdictsIn(data: string): readonly ChainVerdict[] {
  const call = decodeFunctionData({ abi: storageDealAbi, data: data as Hex });
  return call.functionName === 'recordPoReps' ? call.args[0] : [];
}

/** A verdict that is ours while its slot on chain still waits for one. */
interface Waiting {
  dealId: string;
  address: string;
  slot: number;
  generation: number;
  digest: string;
}

const keyOf = ({ slot, generation, digest }: Omit<Waiting, 'dealId' | 'address'>) =>
  `${slot}/${generation}/${digest.toLowerCase()}`;

/** Verdicts that were handed to the chain and have not arrived, in one look and without any lock. */
function waitingVerdicts(): Promise<Waiting[]> {
  return db().$queryRaw<Waiting[]>`
    SELECT s."dealId", d."address", s."index" AS "slot", s."generation", p."digest"
    FROM "Slot" s
    JOIN "Deal" d ON d."id" = s."dealId" AND d."address" IS NOT NULL
    JOIN "PorepSubmission" p ON p."dealId" = s."dealId" AND p."slot" = s."index"
      AND p."generation" = s."generation" AND p."digest" = s."proofDigest"
    WHERE s."state" = 'PRECOMMITTED' AND p."status" IN ('ACCEPTED', 'REJECTED')
    ORDER BY p."verifiedAt" LIMIT ${PAGE}`;
}

/** Those of one deal's verdicts that a failed transaction carried, newest transactions first. */
async function failedVerdicts(dealId: string): Promise<Map<string, ChainVerdict>> {
  const failed = await db().transaction.findMany({
    where: {
      dealId,
      kind: 'porep',
      status: 'FAILED',
      createdAt: { gte: new Date(Date.now() - LOOK_BACK_MS) },
    },
    orderBy: { createdAt: 'desc' },
    take: PAGE,
    select: { data: true },
  });
  return new Map(failed.flatMap(({ data }) => verdictsIn(data)).map((v) => [keyOf(v), v]));
}

/** True if an attempt to send it alone is under way, or there were enough. */
async function isTried(address: string, verdict: ChainVerdict): Promise<boolean> {
  const attempts = await attemptsOf(db(), porepKey(address, verdict));
  const last = attempts.at(-1);
  return attempts.length >= MAX_ATTEMPTS || (last !== undefined && last.status !== 'FAILED');
}

/** Sends one verdict again, alone, while its slot still waits for it. */
async function sendAlone(dealId: string, verdict: ChainVerdict): Promise<void> {
  await withLockedDeal(dealId, async (tx, deal) => {
    const { slot: index, generation, digest } = verdict;
    const where = { dealId, index, generation, state: 'PRECOMMITTED' as const };
    const waiting = await tx.slot.findFirst({ where: { ...where, proofDigest: digest } });
    if (!waiting || !deal.address) return;
    const address = deal.address as Hex;
    const key = porepKey(address, verdict);
    if ((await attemptsOf(tx, key)).length >= MAX_ATTEMPTS) return;
    await queueRetried(tx, {
      idempotencyKey: key,
      signer: 'verifier',
      kind: 'porep',
      to: address,
      data: encodeVerdicts([verdict]),
      dealId,
    });
  });
}

/**
 * A batch reverts as a whole when one of its slots has changed hands meanwhile; the verdicts that
 * still matter then go one by one. Deals are locked only for what is really sent.
 */
export async function retryFailedPoreps(): Promise<void> {
  const waiting = await waitingVerdicts();
  const failedOf = new Map<string, Map<string, ChainVerdict>>();
  for (const row of waiting) {
    const failed = failedOf.get(row.dealId) ?? (await failedVerdicts(row.dealId));
    failedOf.set(row.dealId, failed);
    const verdict = failed.get(keyOf(row));
    if (verdict && !(await isTried(row.address, verdict))) await sendAlone(row.dealId, verdict);
  }
}
