import { keccak256 } from 'viem';
import { z } from 'zod';
import { AppError } from '../errors';
import { buildLedgerTree, compareSlots, type LedgerTree } from './ledger-tree';
import type { Hex, WorkLeaf } from './types';

/** The verifier's word on one slot in one period. */
export type SlotVerdict = 'accepted' | 'missing' | 'rejected' | 'not-due';

/** What happened to one (slot, generation) in a period, and its leaf after it. */
export interface VerdictEntry {
  /** True if the slot's schedule promised a proof in this period. */
  due: boolean;
  /** Digest of the proof that was judged. */
  digest: Hex | null;
  verdict: SlotVerdict;
  leaf: WorkLeaf;
}

/** Everything that the root of one period says, for everybody to recompute. */
export interface VerdictFile {
  chainId: number;
  period: bigint;
  seed: Hex;
  entries: VerdictEntry[];
}

/** A verdict file ready to be published: its bytes, their hash and the tree that it describes. */
export interface PublishedVerdicts {
  bytes: Uint8Array;
  manifestHash: Hex;
  tree: LedgerTree;
}

const hexOf = (digits: number) =>
  z.custom<Hex>((v) => typeof v === 'string' && new RegExp(`^0x[0-9a-f]{${digits}}$`).test(v));
const address = hexOf(40);
const hash = hexOf(64);
const u16 = z.number().int().min(0).max(0xffff);
const u32 = z.number().int().min(0).max(0xffffffff);
const u64 = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,19})$/)
  .transform(BigInt);

const entrySchema = z
  .strictObject({
    deal: address,
    slot: u16,
    generation: u16,
    due: z.boolean(),
    digest: hash.nullable(),
    verdict: z.enum(['accepted', 'missing', 'rejected', 'not-due']),
    leaf: z.tuple([address, u16, u16, u64, u32, u32, u64]),
  })
  .refine((e) => e.leaf[0] === e.deal && e.leaf[1] === e.slot && e.leaf[2] === e.generation);

const fileSchema = z.strictObject({
  version: z.literal(1),
  chainId: z.number().int().positive(),
  period: u64,
  seed: hash,
  root: hash,
  entries: z.array(entrySchema),
});

const lower = (hex: Hex) => hex.toLowerCase() as Hex;

function entryJson({ due, digest, verdict, leaf }: VerdictEntry) {
  const deal = lower(leaf.deal);
  const { slot, generation, provenPeriods, fulfilments, commitments, lastAccepted } = leaf;
  return {
    deal,
    slot,
    generation,
    due,
    digest: digest && lower(digest),
    verdict,
    leaf: [deal, slot, generation, `${provenPeriods}`, fulfilments, commitments, `${lastAccepted}`],
  };
}

/**
 * Builds the canonical verdict file of a period (docs/protocol.md, section 8): keys in order, no
 * spaces, entries by (deal, slot, generation), hex in lower case, periods as decimal strings.
 *
 * @throws AppError `DEAL_BAD_LEDGER` without entries or with doubled ones
 */
export function publishVerdicts(file: VerdictFile): PublishedVerdicts {
  const entries = [...file.entries].sort((a, b) => compareSlots(a.leaf, b.leaf));
  const tree = buildLedgerTree(entries.map((entry) => entry.leaf));
  const text = JSON.stringify({
    version: 1,
    chainId: file.chainId,
    period: `${file.period}`,
    seed: lower(file.seed),
    root: tree.root,
    entries: entries.map(entryJson),
  });
  const bytes = new TextEncoder().encode(text);
  return { bytes, manifestHash: keccak256(bytes), tree };
}

/**
 * Reads a verdict file and rebuilds its tree.
 *
 * @throws AppError `DEAL_BAD_VERDICT_FILE` unless it is exactly what `publishVerdicts` writes
 */
export function readVerdicts(bytes: Uint8Array): PublishedVerdicts & { file: VerdictFile } {
  let parsed: z.infer<typeof fileSchema>;
  try {
    parsed = fileSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (cause) {
    throw new AppError('DEAL_BAD_VERDICT_FILE', 'This is not a verdict file.', { cause });
  }
  const entries = parsed.entries.map(({ due, digest, verdict, leaf }): VerdictEntry => {
    const [deal, slot, generation, provenPeriods, fulfilments, commitments, lastAccepted] = leaf;
    const work = { deal, slot, generation, provenPeriods, fulfilments, commitments, lastAccepted };
    return { due, digest, verdict, leaf: work };
  });
  const file: VerdictFile = {
    chainId: parsed.chainId,
    period: parsed.period,
    seed: parsed.seed,
    entries,
  };
  const published = publishVerdicts(file);
  if (published.manifestHash !== keccak256(bytes)) {
    throw new AppError('DEAL_BAD_VERDICT_FILE', 'A verdict file is not in its canonical form.');
  }
  return { ...published, file };
}
