import { z } from 'zod';
import { type Tx, toBig } from '@/lib/server/db';

/** What a node asks for. */
export interface NodeOffer {
  accepting: boolean;
  rate: bigint;
  maxSpan: number;
  minFileSize: bigint;
  maxFileSize: bigint;
}

const number = z.union([z.string(), z.number()]).transform((value) => BigInt(value));
const pendingParameters = z.object({
  accepting: z.boolean(),
  rate: number,
  maxSpan: number.transform(Number),
  minFileSize: number,
  maxFileSize: number,
});

type NodeRow = NonNullable<Awaited<ReturnType<Tx['node']['findUnique']>>>;

/**
 * What to plan with. Parameters that were set take effect one period later; a plan made now is
 * published after that, so it counts on them already.
 */
export function nodeOffer(node: NodeRow): NodeOffer {
  const pending = pendingParameters.safeParse(node.pending);
  if (pending.success) return pending.data;
  const { accepting, maxSpan, minFileSize, maxFileSize } = node;
  return { accepting, rate: toBig(node.rate), maxSpan, minFileSize, maxFileSize };
}
