import { bytesToHex } from 'viem';
import { ticketOf } from '@/lib/core/proofs';
import type { AgentSlotJson, SlotPlanJson } from '@/lib/core/protocol/agents';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { profile, slotPlanOf } from '@/lib/server/lifecycle';
import { type DealLayout, dealLayout } from './deal-layout';
import { dealOfSlot, type SlotWithDeal } from './slot-rows';

/** Rows read at a time: a node may hold thousands. */
const PAGE = 200;
const OPEN_STATES = ['OFFERED', 'PRECOMMITTED', 'PROVED', 'LIVE'] as const;

function planJson(row: SlotWithDeal): SlotPlanJson {
  const { rate, ...plan } = slotPlanOf(row);
  return { ...plan, rate: rate.toString(), hoursMap: row.hoursMap };
}

/** Unix seconds until which this generation must be proved. */
function sealingDeadlineOf(row: SlotWithDeal): number {
  const deadline =
    row.generation === 0 && row.deal.sealingDeadline
      ? row.deal.sealingDeadline.getTime()
      : row.offeredAt.getTime() + profile().sealingSeconds * 1000;
  return Math.floor(deadline / 1000);
}

function dealStateOf(status: string): AgentSlotJson['dealState'] {
  if (status === 'CLOSING') return 'ACTIVE';
  if (status === 'ACTIVE' || status === 'COMPLETED' || status === 'CANCELLED') return status;
  return 'PENDING';
}

function agentSlotJson(row: SlotWithDeal, layout: DealLayout): AgentSlotJson {
  const { deal, index: slot, generation } = row;
  const address = deal.address as Address;
  const ticket = ticketOf(address, slot, generation, deal.publicationSeed as Hex);
  return {
    dealId: deal.id,
    deal: address,
    slot,
    generation,
    state: row.state,
    commD: row.commD,
    payloadBytes: layout.payloadBytes(slot),
    sectorBytes: deal.sectorBytes ?? 0,
    rate: row.rate.toFixed(),
    maxSpan: row.maxSpan,
    hoursMap: row.hoursMap,
    plan: planJson(row),
    path: generation === 0 ? layout.table.pathOf(slot) : [],
    sealingDeadline: sealingDeadlineOf(row),
    ticket: bytesToHex(ticket),
    commR: row.commR ?? undefined,
    digest: row.proofDigest ?? undefined,
    fileBytes: deal.fileBytes.toString(),
    hotCopy: deal.tier === 'instant',
    accrualEnd: deal.accrualEnd?.toString(),
    dealState: dealStateOf(deal.status),
    closing: deal.status === 'CLOSING',
  };
}

/** The next slots of a node after one of them, in the order of their keys. */
function pageAfter(operator: Address, last: SlotWithDeal | undefined): Promise<SlotWithDeal[]> {
  const key = last && { dealId: last.dealId, index: last.index, generation: last.generation };
  return db().slot.findMany({
    where: {
      node: operator,
      state: { in: [...OPEN_STATES] },
      deal: { address: { not: null }, publicationSeed: { not: null } },
    },
    include: dealOfSlot,
    orderBy: [{ dealId: 'asc' }, { index: 'asc' }, { generation: 'asc' }],
    take: PAGE,
    ...(key ? { cursor: { dealId_index_generation: key }, skip: 1 } : {}),
  });
}

/** Every slot that the node holds or is offered and that has not ended. */
export async function listAgentSlots(operator: Address): Promise<AgentSlotJson[]> {
  const result: AgentSlotJson[] = [];
  for (let last: SlotWithDeal | undefined; ; ) {
    const rows = await pageAfter(operator, last);
    for (const row of rows) result.push(agentSlotJson(row, await dealLayout(row)));
    last = rows.at(-1);
    if (!last || rows.length < PAGE) return result;
  }
}
