import { AppError } from '@/lib/core/errors';
import { periodOf } from '@/lib/core/protocol/clock';
import type { Hex } from '@/lib/core/protocol/primitives';
import { db, type Prisma, type Tx } from '@/lib/server/db';
import type { ChainCursor } from '@/lib/server/db/generated/client';
import { lockDealsAndSlots, lockPeriods } from '@/lib/server/lock-order';
import type { ChainContext } from '../context';
import {
  applyPending,
  type ChainEventItem,
  Effects,
  inProjectionOrder,
  type Projection,
  project,
} from '../projection';
import type { Header } from './source';

/** Blocks whose hashes are kept to find where a reorg began. */
export const KEPT_BLOCKS = 5000n;
const TIMEOUT_MS = 120_000;

/**
 * Stores blocks and events, brings the rows up to date and moves the cursor: all or nothing. The
 * cursor must still be where the caller read it, so a second follower cannot apply a block twice.
 */
export async function commitBlocks(
  context: ChainContext,
  cursor: ChainCursor,
  headers: readonly Header[],
  events: readonly ChainEventItem[],
): Promise<void> {
  const last = headers.at(-1);
  if (!last) return;
  await db().$transaction(
    async (tx) => {
      await moveCursor(tx, cursor, last);
      await tx.chainBlock.createMany({ data: [...headers] });
      await tx.chainEvent.createMany({ data: events.map(eventRow) });
      await lockTouched(tx, events);
      const projection = newProjection(context, tx, true);
      for (const event of inProjectionOrder(events)) await project(projection, event);
      const period = periodOf(Number(last.timestamp), context.profile.periodSeconds);
      await applyPending(tx, period);
      await tx.chainBlock.deleteMany({ where: { number: { lt: last.number - KEPT_BLOCKS } } });
      await projection.effects.flush(tx);
    },
    { timeout: TIMEOUT_MS },
  );
}

const PERIOD_EVENTS = new Set(['PeriodSeedRecorded', 'VerdictsPosted']);

/** Events come in the chain's order, which is nobody else's: what they write is locked first. */
async function lockTouched(tx: Tx, events: readonly ChainEventItem[]): Promise<void> {
  const ofPeriods = events.filter((event) => PERIOD_EVENTS.has(event.name));
  await lockPeriods(
    tx,
    ofPeriods.map((event) => BigInt(String(event.args.period))),
  );
  const of = (kind: ChainEventItem['kind']) => events.filter((event) => event.kind === kind);
  const published = of('factory');
  await lockDealsAndSlots(tx, {
    addresses: new Set([
      ...of('deal').map((event) => event.address),
      ...published.map((event) => String(event.args.deal)),
    ]),
    planIds: new Set(published.flatMap(({ args }) => (args.planId ? [String(args.planId)] : []))),
  });
}

export function newProjection(context: ChainContext, tx: Tx, active: boolean): Projection {
  const { profile, deployment } = context;
  return { tx, profile, deployment, effects: new Effects(active), seenSlots: new Set() };
}

/** @throws AppError `CHAIN_MOVED` when another follower was faster */
export async function moveCursor(
  tx: Tx,
  cursor: ChainCursor,
  to: Pick<Header, 'number' | 'hash'>,
): Promise<void> {
  const { chainId, blockNumber, blockHash } = cursor;
  const { count } = await tx.chainCursor.updateMany({
    where: { chainId, blockNumber, blockHash },
    data: { blockNumber: to.number, blockHash: to.hash },
  });
  if (count === 0) throw new AppError('CHAIN_MOVED', 'Another follower moved the cursor.');
}

export function eventRow(event: ChainEventItem): Prisma.ChainEventCreateManyInput {
  const { blockNumber, logIndex, blockHash, txHash, address, name } = event;
  const args = event.args as Prisma.InputJsonObject;
  return { blockNumber, logIndex, blockHash, txHash, address, name, args };
}

/** A new chain's first cursor: the block before the deployment. */
export async function createCursor(
  context: ChainContext,
  genesisHash: Hex,
  header: Header,
): Promise<ChainCursor> {
  const chainId = context.traits.chain.id;
  return db().$transaction(async (tx) => {
    await tx.chainBlock.upsert({
      where: { number: header.number },
      create: header,
      update: header,
    });
    return tx.chainCursor.create({
      data: { chainId, genesisHash, blockNumber: header.number, blockHash: header.hash },
    });
  });
}
