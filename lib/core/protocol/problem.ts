import { z } from 'zod';

/** RFC 9457 body of every error of the portal; `code` is stable, `detail` is for a person. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .optional(),
  requestId: z.string(),
});
export type Problem = z.output<typeof problem>;
