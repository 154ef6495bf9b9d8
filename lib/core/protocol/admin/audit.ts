import { z } from 'zod';
import { address, instant, uuid } from '../primitives';
import { listPage, listQuery } from './paging';

/** What administrators can do; the words of `AuditLog.action`. */
export const auditActions = ['deal.end', 'deal.cancel', 'slot.replace', 'job.retry'] as const;
export const auditAction = z.enum(auditActions);
export type AuditAction = z.output<typeof auditAction>;

/** `GET /api/admin/audit` */
export const adminAuditQuery = listQuery(['created']).extend({ action: auditAction.optional() });
export type AdminAuditQuery = z.output<typeof adminAuditQuery>;

/** Who did what to what. */
export const auditEntry = z.object({
  id: uuid,
  actor: address,
  action: z.string(),
  target: z.string(),
  details: z.record(z.string(), z.unknown()),
  createdAt: instant,
});
export type AuditEntry = z.output<typeof auditEntry>;
export type AuditEntryJson = z.input<typeof auditEntry>;

export const adminAuditPage = listPage(auditEntry);
