import { z } from 'zod';
import { address, big, hash, instant, uint16, uuid } from '../primitives';
import { verdict } from '../verdicts';
import { listPage, listQuery } from './paging';

export const periodStatuses = ['OPEN', 'CLOSED', 'POSTED', 'VOID'] as const;
export const periodSorts = ['period', 'due', 'rejected'] as const;

/** `GET /api/admin/periods`; `search` is a period's number. */
export const adminPeriodsQuery = listQuery(periodSorts).extend({
  status: z.enum(periodStatuses).optional(),
});
export type AdminPeriodsQuery = z.output<typeof adminPeriodsQuery>;

/** One proving period. */
export const adminPeriod = z.object({
  period: big,
  status: z.enum(periodStatuses),
  seed: hash.optional(),
  root: hash.optional(),
  manifestHash: hash.optional(),
  /** Seconds during which the portal could not take proofs. */
  downSeconds: z.int(),
  /** Generations with an account; those whose schedule promised a proof. */
  leaves: z.int(),
  due: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  closedAt: instant.optional(),
  postedAt: instant.optional(),
});
export type AdminPeriod = z.output<typeof adminPeriod>;
export type AdminPeriodJson = z.input<typeof adminPeriod>;

export const adminPeriodPage = listPage(adminPeriod);

/** One slot in one period: `waiting` and `received` while the period is open. */
export const adminProof = z.object({
  dealId: uuid.optional(),
  deal: address,
  slot: uint16,
  generation: uint16,
  node: address.optional(),
  due: z.boolean(),
  state: z.enum([...verdict.options, 'waiting', 'received']),
  digest: hash.optional(),
  reason: z.string().optional(),
});
export type AdminProof = z.output<typeof adminProof>;
export type AdminProofJson = z.input<typeof adminProof>;

/** `GET /api/admin/periods/:period` */
export const adminPeriodDetail = adminPeriod.extend({
  /** At most 500, broken promises first. */
  proofs: z.array(adminProof),
  proofCount: z.int(),
  /** Messages of nodes, newest first, at most 200. */
  messages: z.array(
    z.object({
      id: uuid,
      operator: address,
      digest: hash,
      bytes: z.int(),
      receivedAt: instant,
      verifiedAt: instant.optional(),
    }),
  ),
  messageCount: z.int(),
});
export type AdminPeriodDetail = z.output<typeof adminPeriodDetail>;
export type AdminPeriodDetailJson = z.input<typeof adminPeriodDetail>;
