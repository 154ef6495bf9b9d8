import { z } from 'zod';
import type { ProvenLeaf } from '@/lib/core/deals';
import type { Tx } from '@/lib/server/db';

/** What the contract has settled for one generation. */
interface SettledWork {
  provenPeriods: bigint;
  fulfilments: bigint;
  commitments: bigint;
}

const integer = z.union([z.string(), z.number()]).transform((value) => BigInt(value));
const settledArgs = z.object({
  slot: integer,
  generation: integer,
  provenPeriods: integer,
  fulfilments: integer,
  commitments: integer,
});

const nothing: SettledWork = { provenPeriods: 0n, fulfilments: 0n, commitments: 0n };

/** Newest settlement of each generation of a deal, by `slot/generation`, from finalised events. */
async function settledWork(tx: Tx, deal: string): Promise<Map<string, SettledWork>> {
  const events = await tx.chainEvent.findMany({
    where: { address: deal, name: 'Settled' },
    orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
    select: { args: true },
  });
  const settled = new Map<string, SettledWork>();
  for (const { args } of events) {
    const { slot, generation, ...work } = settledArgs.parse(args);
    settled.set(`${slot}/${generation}`, work);
  }
  return settled;
}

/** Those leaves of a deal that say more than what is settled. */
export async function movedLeaves(
  tx: Tx,
  deal: string,
  leaves: readonly ProvenLeaf[],
): Promise<ProvenLeaf[]> {
  const settled = await settledWork(tx, deal);
  return leaves.filter(({ leaf }) => {
    const before = settled.get(`${leaf.slot}/${leaf.generation}`) ?? nothing;
    return (
      leaf.provenPeriods > before.provenPeriods ||
      BigInt(leaf.fulfilments) > before.fulfilments ||
      BigInt(leaf.commitments) > before.commitments
    );
  });
}
