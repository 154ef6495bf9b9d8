import { z } from 'zod';
import { dealSnapshot, dealStatuses, dealSummary, tier } from '../deals';
import { address, big, hash, instant, uint16, uuid } from '../primitives';
import { retrievalStatus } from '../retrievals';
import { auditEntry } from './audit';
import { adminJob } from './jobs';
import { listPage, listQuery } from './paging';
import { adminTransaction } from './transactions';

export const dealSorts = ['created', 'updated', 'size', 'ends', 'status'] as const;

/** `GET /api/admin/deals`; `open` is every deal that can still change. */
export const adminDealsQuery = listQuery(dealSorts).extend({
  status: z.enum([...dealStatuses, 'open']).optional(),
  tier: tier.optional(),
});
export type AdminDealsQuery = z.output<typeof adminDealsQuery>;

export const adminDeal = dealSummary.extend({
  /** Current generations: sealed and accepted, and still to be sealed. */
  sealed: z.int(),
  unsealed: z.int(),
});
export type AdminDeal = z.output<typeof adminDeal>;
export type AdminDealJson = z.input<typeof adminDeal>;

export const adminDealPage = listPage(adminDeal);

/** What an administrator can do with one slot now; `reason` is what the contract will be told. */
const slotAction = z.object({
  slot: uint16,
  generation: uint16,
  reason: z.string().optional(),
  /** Why it cannot be replaced now. */
  obstacle: z.string().optional(),
});

/** `GET /api/admin/deals/:id`: everything that the portal knows. */
export const adminDealDetail = z.object({
  deal: dealSnapshot,
  /** Of the chain follower; absent before the first block. */
  period: big.optional(),
  periodSeconds: z.int().positive(),
  actions: z.object({
    end: z.enum(['end', 'cancel']).optional(),
    /** Why it can be neither ended nor cancelled now. */
    obstacle: z.string().optional(),
    slots: z.array(slotAction),
  }),
  plans: z.array(
    z.object({
      planId: hash,
      createdAt: instant,
      reached: z.boolean(),
      excluded: z.array(address),
    }),
  ),
  transactions: z.array(adminTransaction),
  jobs: z.array(adminJob),
  poreps: z.array(
    z.object({
      slot: uint16,
      generation: uint16,
      operator: address,
      status: z.string(),
      reason: z.string().optional(),
      bytes: z.int(),
      receivedAt: instant,
      verifiedAt: instant.optional(),
    }),
  ),
  retrievals: z.array(
    z.object({
      retrievalId: uuid,
      requester: address,
      status: retrievalStatus,
      failure: z.string().optional(),
      createdAt: instant,
    }),
  ),
  /** Final events of its contract, newest first, at most 100. */
  events: z.array(
    z.object({
      blockNumber: big,
      logIndex: z.int(),
      txHash: hash,
      name: z.string(),
      args: z.record(z.string(), z.unknown()),
    }),
  ),
  audit: z.array(auditEntry),
});
export type AdminDealDetail = z.output<typeof adminDealDetail>;
export type AdminDealDetailJson = z.input<typeof adminDealDetail>;

/** 202 of `POST /api/admin/deals/:id/end`: what was asked for. */
export const dealEnding = z.object({ dealId: uuid, action: z.enum(['end', 'cancel']) });

/** `POST /api/admin/deals/:id/slots/:slot/replace`: the generation that the administrator saw. */
export const replaceSlot = z.object({ generation: uint16 });
export const slotReplacing = z.object({ dealId: uuid, slot: uint16, reason: z.string() });
