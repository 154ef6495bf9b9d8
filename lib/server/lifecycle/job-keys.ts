/** Singleton keys: at most one job with the same key waits in its queue. */
export const jobKeys = {
  encode: (dealId: string) => `encode:${dealId}`,
  plan: (dealId: string) => `plan:${dealId}`,
  publish: (planId: string) => `publish:${planId}`,
  porep: (submissionId: string) => `porep:${submissionId}`,
  post: (submissionId: string) => `post:${submissionId}`,
  closePeriod: () => 'close-period',
  settle: (dealId: string) => `settle:${dealId}`,
  decideDisputes: (dealId: string) => `disputes:${dealId}`,
  repair: (dealId: string, slot: number, generation: number) =>
    `repair:${dealId}:${slot}:${generation}`,
  endDeal: (dealId: string) => `end:${dealId}`,
  gc: () => 'gc',
} as const;
