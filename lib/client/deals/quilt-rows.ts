import { shortAddress } from '@/lib/client/format';
import type { DealProofs } from '@/lib/core/protocol/deal-progress';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { Plan } from '@/lib/core/protocol/plans';

/** A row of the week map, as the quilt draws it. */
export interface WeekRow {
  id: string;
  label: string;
  note?: string;
  promised: bigint;
  kept?: bigint;
  missed?: bigint;
}

/** One row per computer of a plan. */
export function rowsOfPlan(plan: Pick<Plan, 'nodes'>): WeekRow[] {
  return plan.nodes.map((node) => ({
    id: node.operator,
    label: shortAddress(node.operator),
    note: node.region,
    promised: BigInt(node.hoursMap),
  }));
}

/**
 * One row per computer that holds a part now. With several segments one computer holds a part of
 * each: an hour counts as proved when all of them were, and as missed when any was.
 */
export function rowsOfDeal(
  slots: DealSnapshot['slots'],
  proofs: DealProofs | undefined,
  regions: ReadonlyMap<string, string | undefined> = new Map(),
): WeekRow[] {
  const proofOf = new Map(
    proofs?.slots.map((proof) => [`${proof.slot}/${proof.generation}`, proof]) ?? [],
  );
  const rows = new Map<string, WeekRow & { kept: bigint; missed: bigint; parts: number }>();
  for (const slot of slots) {
    if (slot.state === 'ENDED' && slot.endReason !== 'completed') continue;
    const proof = proofOf.get(`${slot.slot}/${slot.generation}`);
    const kept = proof ? BigInt(proof.kept) : 0n;
    const missed = proof ? BigInt(proof.missed) : 0n;
    const row = rows.get(slot.node);
    if (row) {
      row.kept &= kept;
      row.missed |= missed;
      row.promised |= BigInt(slot.hoursMap);
      row.parts += 1;
      continue;
    }
    rows.set(slot.node, {
      id: slot.node,
      label: shortAddress(slot.node),
      note: regions.get(slot.node),
      promised: BigInt(slot.hoursMap),
      kept,
      missed,
      parts: 1,
    });
  }
  return [...rows.values()].map(({ parts, ...row }) => ({ ...row, kept: row.kept & ~row.missed }));
}
