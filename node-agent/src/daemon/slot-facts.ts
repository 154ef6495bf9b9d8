import { access } from 'node:fs/promises';
import { hoursMapHex } from '@/lib/core/protocol';
import type { SlotRecord } from '../store/slots';
import type { AgentContext } from './context';
import { sectorPaths } from './sector-inputs';
import { type SlotFacts, SlotState } from './slot-machine';

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function localFacts(ctx: AgentContext, record: SlotRecord): Promise<SlotFacts['local']> {
  const { accepted, refusal, commR, proof, finalised, resealedAt } = record;
  const paths = sectorPaths(ctx, record.offer);
  const isSealed = commR !== undefined && (await isThere(paths.seal));
  return {
    accepted,
    refusal,
    hasPayload: await isThere(paths.payload),
    commR: isSealed ? commR : undefined,
    proof,
    finalised,
    resealedAt,
  };
}

const NO_SLOT = {
  state: SlotState.vacant,
  node: `0x${'0'.repeat(40)}`,
  generation: 0,
  preCommits: 0,
  preCommitEpoch: 0n,
  commR: `0x${'0'.repeat(64)}`,
  proofDigest: `0x${'0'.repeat(64)}`,
} as const;

/** True once closing proofs are due: accrual ends with the deal or with the slot (0 = not known). */
export function isAtEnd(period: bigint, ...ends: readonly bigint[]): boolean {
  return ends.some((end) => end > 0n && period >= end);
}

/** Periods after its end in which a slot is kept for a closing proof that nobody takes. */
const PATIENCE = 2n;

/**
 * True for a slot whose notice is over in a deal that goes on, with nothing left to earn: the last
 * stretch is paid by a proof at the end or after it.
 */
function hasLeft(record: SlotRecord, period: bigint, accrualEnd: bigint, end: bigint): boolean {
  if (end === 0n || period < end || period > accrualEnd) return false;
  return (record.lastProof?.period ?? 0n) >= end || period >= end + PATIENCE;
}

/** Collects what {@link nextAction} decides from: the chain by the own RPC node, the disk, the record. */
export async function readFacts(ctx: AgentContext, record: SlotRecord): Promise<SlotFacts> {
  const { deal, slot: index, generation, sealingDeadline } = record.offer;
  const operator = ctx.operator.address;
  const local = await localFacts(ctx, record);
  const { number: blockNumber, timestamp } = await ctx.clock.refresh();
  const base = { operator, generation, sealingDeadline, local };
  if (!(await ctx.chain.exists(deal))) {
    const chain = {
      dealExists: false,
      dealState: 0,
      slot: NO_SLOT,
      timestamp,
      blockNumber,
      seedDelay: 0n,
    };
    return { ...base, chain };
  }
  const [data, slot, seedDelay] = await Promise.all([
    ctx.chain.dealData(deal),
    ctx.chain.slot(deal, index),
    ctx.chain.seedDelay(),
  ]);
  const isLive = slot.state === SlotState.live;
  return {
    ...base,
    chain: { dealExists: true, dealState: data.state, slot, timestamp, blockNumber, seedDelay },
    liveTerms: isLive
      ? {
          ...{ start: slot.start, hoursMap: hoursMapHex(slot.hoursMap), commR: slot.commR },
          end: slot.end === 0n ? undefined : slot.end,
        }
      : undefined,
    isClosing: isLive && isAtEnd(ctx.clock.period(), data.accrualEnd, slot.end),
    isLeft: isLive && hasLeft(record, ctx.clock.period(), data.accrualEnd, slot.end),
  };
}
