import { encodeFunctionData } from 'viem';
import { localBeaconAbi } from '@/lib/core/chain';
import { periodOf, periodStart } from '@/lib/core/protocol/clock';
import { db } from '@/lib/server/db';
import type { ChainContext } from '../context';
import { queueTransaction } from '../outbox';

/** The local beacon takes a seed only in this part of a period. */
const RECORDABLE_PART = 4;

/**
 * Asks the local beacon, once per period, to take this period's seed; only while the transaction
 * can still be mined in the period's first quarter.
 *
 * @param timestamp time of the newest block, Unix seconds
 * @returns true if the recording is queued, now or before
 */
export async function queueRecording(context: ChainContext, timestamp: number): Promise<boolean> {
  const { periodSeconds, blockSeconds } = context.profile;
  const period = periodOf(timestamp, periodSeconds);
  const nextBlockIn = timestamp - periodStart(period, periodSeconds) + blockSeconds;
  if (nextBlockIn >= periodSeconds / RECORDABLE_PART) return false;
  await db().$transaction((tx) =>
    queueTransaction(tx, {
      idempotencyKey: `beacon:${period}`,
      signer: 'portal',
      kind: 'beacon-record',
      to: context.deployment.contracts.beacon,
      data: encodeFunctionData({ abi: localBeaconAbi, functionName: 'record' }),
    }),
  );
  return true;
}
