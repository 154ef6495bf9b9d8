import { periodOf } from '@/lib/core/protocol/clock';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import { Prisma, type Tx } from '@/lib/server/db';
import { lockDealsAndSlots, lockKnownPeriods } from '@/lib/server/lock-order';
import type { ChainContext } from '../context';
import { applyPending, type ChainEventItem, inProjectionOrder, project } from '../projection';
import { fixedKind } from './decode';
import type { Header } from './source';
import { newProjection } from './store';

/** Which rows are made anew. */
export interface Scope {
  nodes: Set<string>;
  /** Addresses of deal contracts. */
  deals: Set<string>;
  periods: Set<string>;
}

export function emptyScope(): Scope {
  return { nodes: new Set(), deals: new Set(), periods: new Set() };
}

type EventRow = Awaited<ReturnType<Tx['chainEvent']['findMany']>>[number];
type Touch = Pick<ChainEventItem, 'address' | 'args'>;

/** The node of a row of a slot table, whose capacity is reserved with it. */
function plannedNode({ args }: Touch): string | undefined {
  const plan = args.plan as { node?: string } | undefined;
  return plan?.node;
}

/** Adds what an event is about to the scope. */
export function widen(context: ChainContext, scope: Scope, event: Touch): void {
  const kind = fixedKind(context, event.address) ?? 'deal';
  if (kind === 'registry' && event.args.node) scope.nodes.add(String(event.args.node));
  else if (kind === 'factory' && event.args.deal) {
    scope.deals.add(String(event.args.deal));
    const node = plannedNode(event);
    if (node) scope.nodes.add(node);
  } else if (kind === 'deal') scope.deals.add(event.address);
  else if (event.args.period !== undefined) scope.periods.add(String(event.args.period));
}

function concerns(context: ChainContext, scope: Scope, event: Touch): boolean {
  const kind = fixedKind(context, event.address) ?? 'deal';
  if (kind === 'registry') return scope.nodes.has(String(event.args.node));
  if (kind === 'factory') {
    return scope.deals.has(String(event.args.deal)) || scope.nodes.has(plannedNode(event) ?? '');
  }
  if (kind === 'deal') return scope.deals.has(event.address);
  return scope.periods.has(String(event.args.period));
}

/**
 * Sets the rows in scope back to what they were before the chain said anything about them, and
 * projects the given events of theirs once more. Only what nobody was told yet is told, if asked.
 */
export async function rebuild(
  context: ChainContext,
  tx: Tx,
  scope: Scope,
  events: readonly ChainEventItem[],
  until: Pick<Header, 'timestamp'>,
  tellAgain: boolean,
): Promise<void> {
  const dealIds = await reset(tx, scope);
  const projection = { ...newProjection(context, tx, tellAgain), scope };
  for (const event of inProjectionOrder(events)) await project(projection, event);
  await applyPending(tx, periodOf(Number(until.timestamp), context.profile.periodSeconds));
  await deleteUnseenSlots(tx, dealIds, projection.seenSlots);
  await projection.effects.flush(tx);
}

/** Stored events read at a time. */
const PAGE = 1000;

/** The stored events that concern the scope, in order; only those leave the database. */
export async function storedEvents(
  context: ChainContext,
  tx: Tx,
  scope: Scope,
): Promise<ChainEventItem[]> {
  const concerned: EventRow[] = [];
  let last = { blockNumber: -1n, logIndex: -1 };
  for (;;) {
    const page = await eventsAfter(context, tx, scope, last);
    concerned.push(...page.filter((row) => concerns(context, scope, touchOf(row))));
    const end = page.at(-1);
    if (!end || page.length < PAGE) break;
    last = end;
  }
  return withTimes(context, tx, concerned);
}

/** The next page of events of the scope's deals, nodes and periods. */
function eventsAfter(
  context: ChainContext,
  tx: Tx,
  scope: Scope,
  after: Pick<EventRow, 'blockNumber' | 'logIndex'>,
): Promise<EventRow[]> {
  const { registry, factory, ledger, beacon } = context.deployment.contracts;
  const [deals, nodes, periods] = [[...scope.deals], [...scope.nodes], [...scope.periods]];
  return tx.$queryRaw<EventRow[]>`
    SELECT * FROM "ChainEvent"
    WHERE ("blockNumber", "logIndex") > (${after.blockNumber}, ${after.logIndex})
      AND ("address" = ANY(${deals})
        OR ("address" = ${registry} AND "args"->>'node' = ANY(${nodes}))
        OR ("address" = ${factory} AND "args"->>'deal' = ANY(${deals}))
        OR ("address" = ${factory} AND "args"->'plan'->>'node' = ANY(${nodes}))
        OR ("address" IN (${ledger}, ${beacon}) AND "args"->>'period' = ANY(${periods})))
    ORDER BY "blockNumber", "logIndex" LIMIT ${PAGE}`;
}

const touchOf = (row: EventRow): Touch => ({
  address: row.address as Address,
  args: row.args as ChainEventItem['args'],
});

/** Rows of all that is in scope, as they are before their first event. */
async function reset(tx: Tx, scope: Scope): Promise<string[]> {
  await lockKnownPeriods(tx, [...scope.periods].map(BigInt));
  await lockDealsAndSlots(tx, { addresses: scope.deals, planIds: [] });
  await tx.node.deleteMany({ where: { operator: { in: [...scope.nodes] } } });
  await resetPeriods(tx, [...scope.periods].map(BigInt));
  const deals = await tx.deal.findMany({
    where: { address: { in: [...scope.deals] } },
    select: { id: true },
  });
  const ids = deals.map((deal) => deal.id);
  await tx.deal.updateMany({ where: { id: { in: ids } }, data: unpublished });
  await tx.slot.updateMany({ where: { dealId: { in: ids } }, data: unoffered });
  await resetCredits(tx, ids);
  await tx.porepSubmission.updateMany({
    where: { dealId: { in: ids } },
    data: { recordedAt: null },
  });
  return ids;
}

/**
 * The contract has credited nothing. What an account has taken of it stays known: the next close
 * corrects the account by the difference to what is projected until then.
 */
async function resetCredits(tx: Tx, dealIds: string[]): Promise<void> {
  const ofDeals = { dealId: { in: dealIds } };
  await tx.creditedDispute.deleteMany({ where: { ...ofDeals, countedPeriods: null } });
  await tx.creditedDispute.updateMany({ where: ofDeals, data: { periods: null } });
}

async function resetPeriods(tx: Tx, periods: bigint[]): Promise<void> {
  const index = { in: periods };
  await tx.period.updateMany({ where: { index }, data: { seed: null, seedBlock: null } });
  await tx.period.updateMany({
    where: { index, status: 'POSTED' },
    data: { status: 'CLOSED', postedAt: null },
  });
}

/** A deal that waits for its publication to be mined. */
export const unpublished = {
  status: 'PUBLISHED',
  address: null,
  publicationSeed: null,
  publishBlock: null,
  slotsRoot: null,
  slotsDigest: null,
  terms: Prisma.DbNull,
  chainState: null,
  startPeriod: null,
  endPeriod: null,
  accrualEnd: null,
  fundedUntil: null,
  sealingDeadline: null,
  startDeadline: null,
  refunded: null,
} as const;

/** A generation that does not exist yet: it must not count as held while earlier events are told. */
const unoffered = {
  state: 'ENDED',
  endReason: 'unoffered',
  preCommits: 0,
  preCommitEpoch: null,
  commR: null,
  proofDigest: null,
  beaconValue: null,
  start: null,
  end: null,
  settledAmount: 0,
  sealReward: 0,
} as const;

/** Stored events lack the time of their block: kept headers have it, else the chain is asked. */
async function withTimes(
  context: ChainContext,
  tx: Tx,
  rows: readonly EventRow[],
): Promise<ChainEventItem[]> {
  const numbers = [...new Set(rows.map((row) => row.blockNumber))];
  const kept = await tx.chainBlock.findMany({ where: { number: { in: numbers } } });
  const times = new Map(kept.map((block) => [block.number, block.timestamp]));
  for (const blockNumber of numbers) {
    if (times.has(blockNumber)) continue;
    const block = await context.client.getBlock({ blockNumber });
    times.set(blockNumber, block.timestamp);
  }
  return rows.map((row) => ({
    ...touchOf(row),
    name: row.name,
    kind: fixedKind(context, row.address) ?? 'deal',
    blockNumber: row.blockNumber,
    logIndex: row.logIndex,
    blockHash: row.blockHash as Hex,
    txHash: row.txHash as Hex,
    timestamp: times.get(row.blockNumber) ?? 0n,
  }));
}

async function deleteUnseenSlots(tx: Tx, dealIds: string[], seen: Set<string>): Promise<void> {
  const rows = await tx.slot.findMany({
    where: { dealId: { in: dealIds } },
    select: { dealId: true, index: true, generation: true },
  });
  for (const row of rows) {
    if (seen.has(`${row.dealId}/${row.index}/${row.generation}`)) continue;
    await tx.slot.delete({ where: { dealId_index_generation: row } });
  }
}
