import { AppError } from '@/lib/core/errors';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';

export interface RelayStatusView {
  /** Whose request it is, lower-case; callers must compare it with who asks. */
  from: Address;
  status: 'queued' | 'sent' | 'mined' | 'failed';
  txHash?: Hex;
  error?: { code: string; message: string };
}

const words = { QUEUED: 'queued', SENT: 'sent', MINED: 'mined', FAILED: 'failed' } as const;

/** @throws AppError `NOT_FOUND` */
export async function relayStatus(id: string): Promise<RelayStatusView> {
  const row = await db().relayRequest.findUnique({
    where: { id },
    include: { transaction: { select: { hash: true } } },
  });
  if (!row) throw new AppError('NOT_FOUND', 'There is no such relay request.');
  const view: RelayStatusView = { from: row.from as Address, status: words[row.status] };
  if (row.transaction?.hash) view.txHash = row.transaction.hash as Hex;
  if (row.status === 'FAILED') {
    view.error = { code: row.errorCode ?? 'RELAY_REVERTED', message: row.error ?? '' };
  }
  return view;
}
