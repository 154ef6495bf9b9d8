import { z } from 'zod';

const MIB = 1024 * 1024;

/** Longest body of one tus request. */
export const MAX_CHUNK_BYTES = 64 * MIB;
/** Chunk that clients use unless told otherwise. */
export const DEFAULT_CHUNK_BYTES = 16 * MIB;

/** tus `Upload-Metadata` of `/api/files`. */
export const uploadMetadata = z.object({
  // A zero byte ends text elsewhere, and PostgreSQL keeps none.
  filename: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .refine((name) => !name.includes('\0')),
  filetype: z.string().max(127).default('application/octet-stream'),
  encryption: z.literal('none').default('none'),
});
export type UploadMetadata = z.output<typeof uploadMetadata>;
