import { z } from 'zod';
import { instant, uuid } from '../primitives';
import { listPage, listQuery } from './paging';

export const jobStates = [
  'created',
  'retry',
  'active',
  'completed',
  'cancelled',
  'failed',
] as const;
export const jobSorts = ['created', 'due', 'retries'] as const;

/** `GET /api/admin/jobs`; `dead` are the letters of jobs that failed for good. */
export const adminJobsQuery = listQuery(jobSorts).extend({
  state: z.enum([...jobStates, 'dead']).optional(),
  queue: z.string().max(60).optional(),
});
export type AdminJobsQuery = z.output<typeof adminJobsQuery>;

/** One job of a queue. */
export const adminJob = z.object({
  id: uuid,
  /** Without the `.dead` of a dead-letter queue. */
  queue: z.string(),
  state: z.enum([...jobStates, 'dead']),
  /** Ids that the job is about. */
  payload: z.record(z.string(), z.unknown()),
  retries: z.int(),
  retryLimit: z.int(),
  createdAt: instant,
  dueAt: instant,
  startedAt: instant.optional(),
  completedAt: instant.optional(),
  /** What its last attempt failed with. */
  error: z.string().optional(),
  /** True if an administrator can have it tried again. */
  retryable: z.boolean(),
});
export type AdminJob = z.output<typeof adminJob>;
export type AdminJobJson = z.input<typeof adminJob>;

export const adminJobPage = listPage(adminJob);

/** `GET /api/admin/jobs/:id` */
export const adminJobDetail = adminJob.extend({
  singletonKey: z.string().optional(),
  output: z.unknown().optional(),
});
export type AdminJobDetail = z.output<typeof adminJobDetail>;
export type AdminJobDetailJson = z.input<typeof adminJobDetail>;

/** 202 of `POST /api/admin/jobs/:id/retry`. */
export const jobRetried = z.object({ queue: z.string() });
