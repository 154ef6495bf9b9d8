import type { AdminAuditQuery, AuditAction, AuditEntryJson } from '@/lib/core/protocol/admin';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, type Prisma, type Tx } from '@/lib/server/db';
import { slice } from './paging';

type AuditRow = Prisma.AuditLogGetPayload<Record<string, never>>;

/** What an administrator did. */
export interface Deed {
  actor: Address;
  action: AuditAction;
  /** Id of the deal, slot or job. */
  target: string;
  details?: Prisma.InputJsonObject;
}

/** Writes a deed down, in the transaction that does it. */
export async function recordDeed(tx: Tx, { details = {}, ...deed }: Deed): Promise<void> {
  await tx.auditLog.create({ data: { ...deed, details } });
}

export function auditJson({ createdAt, details, ...row }: AuditRow): AuditEntryJson {
  return {
    ...row,
    details: details as Record<string, unknown>,
    createdAt: createdAt.toISOString(),
  };
}

/** Deeds on a target, newest first. */
export async function deedsOn(target: string): Promise<AuditEntryJson[]> {
  const rows = await db().auditLog.findMany({
    where: { OR: [{ target }, { target: { startsWith: `${target}/` } }] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 50,
  });
  return rows.map(auditJson);
}

/** Everything that administrators did. */
export async function listAudit(query: AdminAuditQuery) {
  const { search, action, order, page, limit } = query;
  const contains = { contains: search, mode: 'insensitive' as const };
  const where: Prisma.AuditLogWhereInput = {
    action,
    ...(search ? { OR: [{ actor: contains }, { target: contains }] } : {}),
  };
  const [rows, total] = await Promise.all([
    db().auditLog.findMany({
      where,
      orderBy: [{ createdAt: order }, { id: order }],
      ...slice(query),
    }),
    db().auditLog.count({ where }),
  ]);
  return { rows: rows.map(auditJson), total, page, limit };
}
