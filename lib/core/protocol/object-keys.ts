/** Hex without its prefix, lower-case. */
const bare = (value: string) => value.toLowerCase().replace(/^0x/, '');
const lower = (value: string) => value.toLowerCase();

/** Keys of the object store (protocol.md section 8); addresses and hashes become lower-case. */
export const objectKeys = {
  upload: (uploadId: string) => `uploads/${uploadId}`,
  shard: (commD: string) => `shards/${bare(commD)}`,
  porep: (deal: string, slot: number, generation: number, digest: string) =>
    `proofs/porep/${lower(deal)}/${slot}/${generation}/${lower(digest)}`,
  post: (period: bigint, operator: string, digest: string) =>
    `proofs/post/${period}/${lower(operator)}/${lower(digest)}`,
  verdicts: (period: bigint) => `verdicts/${period}.json`,
  retrievalShard: (retrievalId: string, segment: number, shard: number) =>
    `retrievals/${retrievalId}/${segment}-${shard}`,
  retrievalContent: (retrievalId: string) => `retrievals/${retrievalId}/content`,
  /** Everything of one retrieval. */
  retrievalPrefix: (retrievalId: string) => `retrievals/${retrievalId}/`,
} as const;
