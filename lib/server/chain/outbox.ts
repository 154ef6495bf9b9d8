import type { Address, Hex } from '@/lib/core/protocol/primitives';
import type { Tx } from '@/lib/server/db';
import { toDecimal } from '@/lib/server/db';

/** Channel that wakes the transaction sender. */
export const OUTBOX_CHANNEL = 'msp_outbox';

/** `errorCode` of a row that waits because its signer has too little money. */
export const UNFUNDED = 'SIGNER_UNFUNDED';
/** `errorCode` of a row that the node refused for good after it was signed. */
export const REFUSED = 'TX_REFUSED';

/** Keys of the platform that may send. */
export const signerNames = ['portal', 'verifier', 'relayer'] as const;
export type SignerName = (typeof signerNames)[number];

export interface OutboxEntry {
  /** The same key never sends twice; a second call returns the first one's row. */
  idempotencyKey: string;
  signer: SignerName;
  /** What it is, for people: `publish`, `verdicts`, `relay-batch`, … */
  kind: string;
  to: Address;
  data: Hex;
  /** attoFIL */
  value?: bigint;
  /** Least gas to give; the estimate with its headroom counts where it is higher. */
  gasLimit?: bigint;
  dealId?: string;
}

/**
 * Puts a transaction into the outbox, as part of the caller's database transaction. The sender
 * simulates, signs, sends and follows it; read the row's `status`, `error` for the outcome.
 */
export async function queueTransaction(tx: Tx, entry: OutboxEntry): Promise<{ id: string }> {
  const { idempotencyKey } = entry;
  await tx.transaction.createMany({
    data: [
      {
        idempotencyKey,
        signer: entry.signer,
        kind: entry.kind,
        to: entry.to.toLowerCase(),
        data: entry.data,
        value: toDecimal(entry.value ?? 0n),
        gasLimit: entry.gasLimit ?? null,
        dealId: entry.dealId ?? null,
      },
    ],
    skipDuplicates: true,
  });
  await tx.$executeRaw`SELECT pg_notify(${OUTBOX_CHANNEL}, ${entry.signer})`;
  return tx.transaction.findUniqueOrThrow({ where: { idempotencyKey }, select: { id: true } });
}
