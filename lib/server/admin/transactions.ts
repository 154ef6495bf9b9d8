import { AppError } from '@/lib/core/errors';
import type {
  AdminTransactionDetailJson,
  AdminTransactionJson,
  AdminTransactionsQuery,
} from '@/lib/core/protocol/admin';
import { readAttempts } from '@/lib/server/chain/sender/attempts';
import { db, type Prisma, toBig } from '@/lib/server/db';
import { isoOrNone, lowered, orNone, slice, textOrNone } from './paging';

type TransactionRow = Prisma.TransactionGetPayload<Record<string, never>>;

/** States from which a transaction still has to become final. */
export const PENDING = ['QUEUED', 'SIGNED', 'SENT', 'MINED'] as const;

export function transactionJson(row: TransactionRow): AdminTransactionJson {
  return {
    id: row.id,
    idempotencyKey: row.idempotencyKey,
    signer: row.signer,
    kind: row.kind,
    to: row.to,
    dealId: orNone(row.dealId),
    status: row.status,
    nonce: orNone(row.nonce),
    hash: orNone(row.hash),
    blockNumber: textOrNone(row.blockNumber),
    gasUsed: textOrNone(row.gasUsed),
    value: toBig(row.value).toString(),
    error: row.errorCode ? { code: row.errorCode, message: row.error ?? '' } : undefined,
    createdAt: row.createdAt.toISOString(),
    sentAt: isoOrNone(row.sentAt),
    finalisedAt: isoOrNone(row.finalisedAt),
  };
}

function whereOf({ status, signer, kind, search }: AdminTransactionsQuery) {
  const exact = lowered(search);
  const contains = { contains: search, mode: 'insensitive' as const };
  const where: Prisma.TransactionWhereInput = {
    status: status === 'pending' ? { in: [...PENDING] } : status,
    signer,
    kind,
  };
  if (!search) return where;
  const matches = [{ hash: exact }, { to: exact }, { dealId: exact }];
  return { ...where, OR: [...matches, { idempotencyKey: contains }, { errorCode: contains }] };
}

function orderOf({ sort, order }: AdminTransactionsQuery) {
  const by = { sort: order, nulls: 'last' as const };
  const key = { created: { createdAt: order }, block: { blockNumber: by }, gas: { gasUsed: by } };
  return [key[sort], { id: order }];
}

/** The outbox. */
export async function listTransactions(query: AdminTransactionsQuery) {
  const where = whereOf(query);
  const [rows, total] = await Promise.all([
    db().transaction.findMany({ where, orderBy: orderOf(query), ...slice(query) }),
    db().transaction.count({ where }),
  ]);
  return { rows: rows.map(transactionJson), total, page: query.page, limit: query.limit };
}

/** The signed bytes stay here: whoever has them could send them. */
function attemptsJson(attempts: Prisma.JsonValue) {
  return readAttempts(attempts).map(({ hash, maxFeePerGas, maxPriorityFeePerGas, at }) => ({
    hash,
    maxFeePerGas: `${maxFeePerGas}`,
    maxPriorityFeePerGas: `${maxPriorityFeePerGas}`,
    at: new Date(at).toISOString(),
  }));
}

/** @throws AppError `TRANSACTION_NOT_FOUND` */
export async function getTransaction(id: string): Promise<AdminTransactionDetailJson> {
  const row = await db().transaction.findUnique({
    where: { id },
    include: { relays: { orderBy: { createdAt: 'asc' }, take: 50 } },
  });
  if (!row) throw new AppError('TRANSACTION_NOT_FOUND', 'There is no such transaction.');
  return {
    ...transactionJson(row),
    data: row.data,
    gasLimit: textOrNone(row.gasLimit),
    attempts: attemptsJson(row.attempts),
    relays: row.relays.map((relay) => ({
      id: relay.id,
      from: relay.from,
      selector: relay.selector,
      status: relay.status,
      error: relay.error ?? orNone(relay.errorCode),
    })),
  };
}
