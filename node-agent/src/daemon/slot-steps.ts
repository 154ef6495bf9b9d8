import { mkdir, readFile, rm } from 'node:fs/promises';
import { bytesToHex, encodeFunctionData, type Hex } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import { AppError } from '@/lib/core/errors';
import { interactiveSeedOf, proofDigest } from '@/lib/core/proofs';
import { porepAccepted } from '@/lib/core/protocol';
import { writeFileAtomic } from '../store/atomic';
import type { SlotRecord } from '../store/slots';
import { failureName } from './chain';
import type { AgentContext } from './context';
import { fetchShard } from './fetch-shard';
import { uploadProof } from './proof-upload';
import { sectorJob, sectorPaths } from './sector-inputs';
import { SlotState } from './slot-machine';
import { sleep } from './wait';

const SEEN_MS = 60_000;

/** Downloads and checks the shard. */
export async function fetchStep(ctx: AgentContext, record: SlotRecord): Promise<void> {
  await note(ctx, record, { phase: 'fetching' });
  await fetchShard(ctx, record.offer, sectorPaths(ctx, record.offer).payload);
}

/** Seals the shard; an interrupted seal continues from its last finished step. */
export async function sealStep(ctx: AgentContext, record: SlotRecord): Promise<void> {
  const { offer } = record;
  await note(ctx, record, { phase: 'sealing' });
  const engine = await ctx.engine();
  await ctx.sealing.run(engine, offer, ctx.signal, async (options) => {
    const job = sectorJob(ctx, offer);
    await mkdir(job.dir, { recursive: true, mode: 0o700 });
    const { payload: payloadFile } = sectorPaths(ctx, offer);
    const { payloadBytes } = offer;
    const sealed = await engine.sealSector({ ...job, ...options, payloadFile, payloadBytes });
    await note(ctx, record, { phase: 'sealed', commR: bytesToHex(sealed.commR), proof: undefined });
  });
}

/** Throws the sector away, so that it is fetched and sealed again. */
export async function resealStep(
  ctx: AgentContext,
  record: SlotRecord,
  preCommits: number,
): Promise<void> {
  await rm(sectorPaths(ctx, record.offer).dir, { recursive: true, force: true });
  await note(ctx, record, {
    commR: undefined,
    proof: undefined,
    finalised: false,
    resealedAt: preCommits,
  });
}

/** Sends a call by the relay; the id is on disk before anything waits for it. */
async function relayed(
  ctx: AgentContext,
  record: SlotRecord,
  call: string,
  data: Hex,
): Promise<void> {
  const id = await ctx.relay.submit(record.offer.deal, data, ctx.signal);
  await note(ctx, record, { relay: { id, call } });
  await finishRelay(ctx, record);
}

/** Waits for a call that is on its way, maybe since before a restart. */
export async function finishRelay(ctx: AgentContext, record: SlotRecord): Promise<void> {
  if (!record.relay) return;
  try {
    await ctx.relay.wait(record.relay.id, ctx.signal);
  } finally {
    if (!ctx.signal.aborted) await note(ctx, record, { relay: undefined });
  }
}

/** Waits until the own RPC node shows what the relay reported; it may be a block behind. */
async function untilSeen(ctx: AgentContext, isSeen: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + SEEN_MS;
  while (!ctx.signal.aborted && Date.now() < end && !(await isSeen())) {
    await sleep(ctx.profile.blockSeconds * 500, ctx.signal);
  }
}

function planArgs(record: SlotRecord) {
  const { plan, path } = record.offer;
  return [{ ...plan, hoursMap: BigInt(plan.hoursMap) }, path as Hex[]] as const;
}

/** Puts CommR on chain. */
export async function preCommitStep(ctx: AgentContext, record: SlotRecord): Promise<void> {
  if (!record.commR)
    throw new AppError('AGENT_STATE_INVALID', 'There is no sealed sector to commit to.');
  const { deal, slot } = record.offer;
  const before = (await ctx.chain.slot(deal, slot)).preCommits;
  const args = [...planArgs(record), record.commR] as const;
  const data = encodeFunctionData({ abi: storageDealAbi, functionName: 'preCommit', args });
  await relayed(ctx, record, 'preCommit', data);
  await untilSeen(ctx, async () => (await ctx.chain.slot(deal, slot)).preCommits > before);
  await note(ctx, record, { phase: 'waiting-seed' });
}

/** Tells the contract that this node does not want the slot; costs it nothing. */
export async function refuseStep(
  ctx: AgentContext,
  record: SlotRecord,
  reason: string,
): Promise<void> {
  const { deal, slot, generation } = record.offer;
  ctx.log.info('slot refused', { deal, slot, generation, reason });
  await note(ctx, record, { phase: 'refused' });
  const data = encodeFunctionData({
    abi: storageDealAbi,
    functionName: 'refuseSlot',
    args: planArgs(record),
  });
  await relayed(ctx, record, 'refuseSlot', data);
  await untilSeen(ctx, async () => (await ctx.chain.slot(deal, slot)).state === 0);
}

/** Ends a slot whose notice is over, so that its space is free; anybody may, its node wants it most. */
export async function releaseStep(ctx: AgentContext, record: SlotRecord): Promise<void> {
  const { deal, slot, generation } = record.offer;
  const data = encodeFunctionData({
    abi: storageDealAbi,
    functionName: 'releaseSlot',
    args: [slot],
  });
  ctx.log.info('slot released', { deal, slot, generation });
  await relayed(ctx, record, 'releaseSlot', data);
  await untilSeen(ctx, async () => (await ctx.chain.slot(deal, slot)).state !== SlotState.live);
}

/** Makes the PoRep for the newest preCommit. */
export async function proveSealStep(
  ctx: AgentContext,
  record: SlotRecord,
  epoch: bigint,
): Promise<void> {
  const { offer, commR } = record;
  if (!commR) throw new AppError('AGENT_STATE_INVALID', 'There is no sealed sector to prove.');
  await note(ctx, record, { phase: 'proving-seal' });
  const beacon = await orPreCommitAgain(ctx, record, () =>
    ctx.chain.interactiveBeacon(offer.deal, offer.slot),
  );
  if (beacon === undefined) return;
  const { deal, slot, generation } = offer;
  const seed = interactiveSeedOf(beacon, ctx.network.chainId, deal, slot, generation);
  await ctx.heavy.run(async () => {
    ctx.signal.throwIfAborted();
    const engine = await ctx.engine();
    const commRBytes = Buffer.from(commR.slice(2), 'hex');
    const body = await engine.sealCommit({ ...sectorJob(ctx, offer), commR: commRBytes, seed });
    await writeFileAtomic(sectorPaths(ctx, offer).porep, body);
    await note(ctx, record, { proof: { epoch, digest: proofDigest(body), uploaded: false } });
  });
}

/** Gives the PoRep body to the portal. A body that a crash took away is made again. */
export async function uploadProofStep(ctx: AgentContext, record: SlotRecord): Promise<void> {
  const { offer, proof } = record;
  if (!proof) return;
  const body = await readFile(sectorPaths(ctx, offer).porep).catch(() => undefined);
  if (!body || proofDigest(body) !== proof.digest) return note(ctx, record, { proof: undefined });
  const path = `/api/agent/proofs/porep/${offer.deal}/${offer.slot}/${offer.generation}`;
  await uploadProof(ctx, { path, period: 0n, body, answer: porepAccepted });
  await note(ctx, record, { proof: { ...proof, uploaded: true } });
}

/** Puts the PoRep's digest on chain. */
export async function proveCommitStep(ctx: AgentContext, record: SlotRecord): Promise<void> {
  const { deal, slot, generation } = record.offer;
  const digest = record.proof?.digest;
  if (!digest) return;
  const args = [slot, generation, digest] as const;
  const data = encodeFunctionData({ abi: storageDealAbi, functionName: 'proveCommit', args });
  await orPreCommitAgain(ctx, record, () => relayed(ctx, record, 'proveCommit', data));
  await untilSeen(ctx, async () => {
    const { state, proofDigest: onChain } = await ctx.chain.slot(deal, slot);
    // With its verdict a slot leaves PreCommitted (2), and its digest is gone.
    return onChain === digest || state !== 2;
  });
  await note(ctx, record, { phase: 'waiting-verdict' });
}

/** Drops what only sealing and its proof needed. */
export async function finaliseStep(ctx: AgentContext, record: SlotRecord): Promise<void> {
  const paths = sectorPaths(ctx, record.offer);
  await (await ctx.engine()).finalizeSector(paths.seal);
  if (!record.offer.hotCopy) await rm(paths.payload, { force: true });
  await rm(paths.porep, { force: true });
  await note(ctx, record, { finalised: true, proof: undefined });
}

/** A seed that is too old to be read (the computer was off) takes another preCommit. */
async function orPreCommitAgain<T>(
  ctx: AgentContext,
  record: SlotRecord,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (failureName(error) !== 'RandomnessUnavailable') throw error;
    await note(ctx, record, { proof: undefined });
    await preCommitStep(ctx, record);
    return undefined;
  }
}

/** Changes a record, in memory and on disk. */
export async function note(
  ctx: AgentContext,
  record: SlotRecord,
  change: Partial<SlotRecord>,
): Promise<void> {
  Object.assign(record, change);
  await ctx.slots.save(record);
}
