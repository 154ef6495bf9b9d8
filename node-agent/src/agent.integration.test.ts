import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { encodeFunctionData, type Hex, hexToBytes, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { microNodeRegistryAbi, storageDealAbi } from '@/lib/core/chain/abi';
import {
  interactiveSeedOf,
  isSkipped,
  proverIdOf,
  sectorIdOf,
  slotPostSeed,
  verifySeal,
  verifyWindowPoSt,
} from '@/lib/core/proofs';
import { type AgentSlot, profiles } from '@/lib/core/protocol';
import { commPOfFile } from '@/lib/engine';
import { startTestChain, type TestChain, waitFor } from '@/tests/support';
import { buildAgent } from '../build.mjs';
import { sealParamsOf } from './engine';
import { type LocalChain, openLocalChain } from './testing/local-chain';
import { startLocalPortal } from './testing/local-portal';

const RATE = 1_000_000_000n;
const MAX_SPAN = 12;
const params = sealParamsOf(profiles.test, 2048);
const env = { PATH: process.env.PATH ?? '', MICRO_NODE_PASSWORD: 'test' };
let folder: string;
let home: string;
let bundle: string;
let testChain: TestChain;
let chain: LocalChain;
let portal: Awaited<ReturnType<typeof startLocalPortal>>;
let operator: Hex;
let agent: ChildProcess | undefined;
/** What the agent said; shown when a test fails. */
let log = '';
const stop = new AbortController();

async function cli(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [bundle, ...args, '--home', home], { env });
  let out = '';
  child.stdout.on('data', (part) => {
    out += part;
  });
  await once(child, 'exit');
  return out;
}

function startAgent(): void {
  const polite = ['--low-priority', '--pause-above', '100'];
  agent = spawn(process.execPath, [bundle, 'run', '--attached', '--home', home, ...polite], {
    env: { ...env, MICRO_NODE_LOG_LEVEL: 'debug' },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  agent.stderr?.on('data', (part) => {
    log += part;
  });
}

async function killAgent(): Promise<void> {
  const ended = once(agent as ChildProcess, 'exit');
  agent?.kill('SIGKILL');
  await ended;
}

async function makeShard(bytes: number) {
  const content = randomBytes(bytes);
  const file = path.join(folder, `shard-${toHex(randomBytes(4))}`);
  await writeFile(file, content);
  const { commD } = await commPOfFile(file, bytes, 2048);
  return { node: operator, bytes: new Uint8Array(content), commD: toHex(commD) };
}

/** Publishes a deal and tells the agent, as the portal would once the block is final. */
async function offer(...sizes: number[]): Promise<AgentSlot[]> {
  const shards = await Promise.all(sizes.map(makeShard));
  const slots = await chain.publish(shards, RATE, MAX_SPAN);
  for (const [i, slot] of slots.entries()) {
    portal.state.shards.set(`${slot.deal}/${slot.slot}`, shards[i]!.bytes);
  }
  portal.state.slots = [...portal.state.slots, ...slots];
  for (const { deal, slot, generation } of slots) {
    portal.notify('slot.offered', { deal, slot, generation });
  }
  return slots;
}

/** Waits for the digest on chain and checks the body behind it as the verifier does. */
async function provenDigest(slot: AgentSlot, other?: Hex): Promise<Hex> {
  const zero = toHex(0, { size: 32 });
  const onChain = await waitFor(
    async () => {
      const found = await chain.slotOf(slot.deal, slot.slot);
      const isNew = found.state === 2 && ![zero, other].includes(found.proofDigest);
      return isNew ? found : undefined;
    },
    { what: `The proof of slot ${slot.slot}`, seconds: 60 },
  );
  const beacon = await chain.client.readContract({
    address: slot.deal,
    abi: storageDealAbi,
    functionName: 'interactiveBeacon',
    args: [slot.slot],
  });
  const result = verifySeal({
    params,
    proverId: proverIdOf(operator),
    sectorId: sectorIdOf(slot.deal, slot.slot, 0),
    ticket: hexToBytes(slot.ticket),
    commD: hexToBytes(slot.commD),
    commR: hexToBytes(onChain.commR),
    seed: interactiveSeedOf(beacon, chain.network.chainId, slot.deal, slot.slot, 0),
    proof: portal.state.poreps.get(onChain.proofDigest) as Uint8Array,
  });
  expect(result).toEqual({ ok: true });
  return onChain.proofDigest;
}

const postsOf = (slot: AgentSlot) =>
  portal.state.posts.flatMap(({ period, entries }) =>
    entries
      .filter((e) => e.deal === slot.deal && e.slot === slot.slot)
      .map(({ proof }) => ({ period, proof })),
  );

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'agent-life-'));
  home = path.join(folder, 'home');
  testChain = await startTestChain({ profile: 'test' });
  const { addresses } = JSON.parse(await readFile(testChain.deploymentFile, 'utf8'));
  chain = await openLocalChain(testChain.rpcUrl, addresses);
  portal = await startLocalPortal(chain);
  void chain.recordSeeds(stop.signal);
  await buildAgent(path.join(folder, 'dist'));
  bundle = path.join(folder, 'dist/micro-node.mjs');
  const limits = ['--max-deals', '1', '--min-free-disk', '1MiB', '--max-span', `${MAX_SPAN}`];
  const out = await cli(
    ...['init', '--json', '--light-kdf', '--portal', portal.url, '--capacity', '1GiB'],
    ...['--rate', `${RATE}`, '--time-zone', 'Asia/Kathmandu', ...limits],
  );
  operator = JSON.parse(out).operator.toLowerCase();
  startAgent();
});

afterAll(async () => {
  stop.abort();
  agent?.kill('SIGKILL');
  await portal?.stop();
  await testChain?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the life of an agent', { timeout: 180_000 }, () => {
  let slots: AgentSlot[];
  beforeEach(() => onTestFailed(() => console.error(log.slice(-8000))));

  it('registers without money of its own', async () => {
    const address = chain.network.contracts.registry;
    const call = { address, abi: microNodeRegistryAbi, args: [operator] } as const;
    const node = await waitFor(
      () => chain.client.readContract({ ...call, functionName: 'nodeOf' }),
      { what: 'The registration', seconds: 30 },
    );
    expect(node).toMatchObject({ capacityBytes: 1n << 30n, hoursMap: (1n << 168n) - 1n });
    expect(await chain.client.getBalance({ address: operator })).toBe(0n);
  });

  it('seals and proves what it was offered, though it is killed in between', async () => {
    await cli('pause');
    const says = async () => JSON.parse(await cli('status', '--json'));
    slots = await offer(1000, 2032);
    const isHeld = async () => (await says()).slots.sealing === 2;
    await waitFor(isHeld, { what: 'Sectors that wait', seconds: 40, every: 500 });
    expect(await says()).toMatchObject({ sealingPaused: 'operator', slots: { sealing: 2 } });
    expect((await chain.slotOf(slots[0]!.deal, 0)).preCommits).toBe(0);
    await cli('resume');
    await waitFor(async () => (await chain.slotOf(slots[0]!.deal, 0)).preCommits > 0, {
      what: 'The first preCommit',
      seconds: 40,
    });
    await killAgent();
    startAgent();
    for (const slot of slots) await provenDigest(slot);
    const first = await chain.slotOf(slots[0]!.deal, 0);
    expect(first.preCommits).toBe(1);
  });

  it('tries again when the verifier rejects', async () => {
    const [accepted, rejected] = slots as [AgentSlot, AgentSlot];
    await chain.judge(accepted.deal, 0, await provenDigest(accepted), true);
    const digest = await provenDigest(rejected);
    await chain.judge(rejected.deal, 1, digest, false);
    portal.notify('porep.verdict', {
      deal: rejected.deal,
      slot: 1,
      generation: 0,
      accepted: false,
    });
    const second = await provenDigest(rejected, digest);
    expect((await chain.slotOf(rejected.deal, 1)).preCommits).toBe(2);
    await chain.judge(rejected.deal, 1, second, true);
  });

  it('refuses a deal beyond its own limit', async () => {
    const [extra] = (await offer(500)) as [AgentSlot];
    await waitFor(async () => (await chain.slotOf(extra.deal, 0)).state === 0, {
      what: 'The refusal',
      seconds: 40,
    });
    portal.state.slots = portal.state.slots.filter((slot) => slot.deal !== extra.deal);
  });

  it('proves every period once the deal is live, through an outage of the portal', async () => {
    const { deal } = slots[0]!;
    await chain.start(deal, 10n ** 18n);
    for (const slot of slots) slot.state = 'LIVE';
    portal.notify('deal.started', { deal });
    const provenPeriods = () => new Set(postsOf(slots[1]!).map((p) => p.period)).size;
    await waitFor(() => provenPeriods() >= 1, { what: 'A period', seconds: 60 });
    portal.state.isDown = true;
    portal.cut();
    await waitFor(() => portal.requests.at(-1)?.path.includes('inbox'), { seconds: 30 });
    portal.state.isDown = false;
    await waitFor(() => provenPeriods() >= 2, { what: 'Another period', seconds: 60 });
    for (const slot of slots) {
      const posts = postsOf(slot);
      expect(new Set(posts.map((p) => p.period)).size).toBe(posts.length);
      for (const { period, proof } of posts) {
        const periodSeed = await chain.periodSeed(period);
        const seed = slotPostSeed(periodSeed, deal, slot.slot, 0, chain.network.chainId);
        const { commR } = await chain.slotOf(deal, slot.slot);
        const sectorId = sectorIdOf(deal, slot.slot, 0);
        const input = { params, sectorId, commR: hexToBytes(commR), seed, proof };
        expect(verifyWindowPoSt(input)).toEqual({ ok: true });
      }
    }
  });

  it('says which sector it cannot read, proves the others, and all of them once it is back', async () => {
    const [damaged, healthy] = slots as [AgentSlot, AgentSlot];
    const file = path.join(home, 'sectors', `${damaged.deal}-0-0`, 'seal', 'sealed.bin');
    await rename(file, `${file}.away`);
    const newest = () => portal.state.posts.at(-1)!;
    const isSkippedNow = () => newest().entries.some(isSkipped);
    await waitFor(isSkippedNow, { what: 'A message with a skipped sector', seconds: 60 });
    const { period, entries } = newest();
    expect(entries.map((entry) => [entry.slot, isSkipped(entry)])).toEqual([
      [0, true],
      [1, false],
    ]);
    const seed = slotPostSeed(
      await chain.periodSeed(period),
      healthy.deal,
      1,
      0,
      chain.network.chainId,
    );
    const commR = hexToBytes((await chain.slotOf(healthy.deal, 1)).commR);
    const input = { params, sectorId: sectorIdOf(healthy.deal, 1, 0), commR, seed };
    expect(verifyWindowPoSt({ ...input, proof: entries[1]!.proof })).toEqual({ ok: true });
    const listed = JSON.parse(await cli('list', '--json')).slots;
    expect(listed[0]).toMatchObject({ slot: 0, problem: expect.stringContaining('sealed.bin') });
    await rename(`${file}.away`, file);
    const isWhole = () => newest().period > period && !isSkippedNow();
    await waitFor(isWhole, { what: 'A message with every sector', seconds: 60 });
    expect(JSON.parse(await cli('status', '--json')).unreadable).toBe(0);
  });

  it('brings a shard back that was asked for', async () => {
    const { deal, slot, generation } = slots[1]!;
    const sector = path.join(home, 'sectors', `${deal}-1-0`);
    expect(await readdir(sector)).not.toContain('payload');
    const retrievalId = crypto.randomUUID();
    portal.notify('retrieval.requested', { retrievalId, deal, slot, generation });
    const upload = await waitFor(
      () => [...portal.state.uploads.values()].find((u) => u.bytes.length === u.length),
      { what: 'The shard', seconds: 40 },
    );
    expect(upload.metadata).toEqual({ retrievalId, deal, slot: '1', generation: '0' });
    expect(new Uint8Array(upload.bytes)).toEqual(portal.state.shards.get(`${deal}/1`));
    await waitFor(() => portal.state.acked === portal.state.events.length);
    await waitFor(async () => (await readdir(path.join(home, 'retrievals'))).length === 0);
  });

  it('says what it does', async () => {
    const status = JSON.parse(await cli('status', '--json'));
    expect(status).toMatchObject({ running: true, online: true, slots: { live: 2 } });
  });

  it('deletes its sectors when the deal is over, and stops when asked', async () => {
    const [slot] = slots as [AgentSlot];
    const data = encodeFunctionData({ abi: storageDealAbi, functionName: 'closeDeal' });
    await chain.send('client', slot.deal, data);
    portal.notify('deal.closing', { deal: slot.deal, accrualEnd: '1' });
    await waitFor(async () => JSON.parse(await cli('status', '--json')).slots.closing === 2, {
      what: 'The closing',
      seconds: 30,
      every: 1000,
    });
    // the settlement itself is the verifier's: here the chain just forgets the deal
    portal.state.slots = [];
    await testChain.rpc('anvil_setCode', [slot.deal, '0x']);
    portal.notify('deal.ended', { deal: slot.deal });
    await waitFor(async () => (await readdir(path.join(home, 'sectors'))).length === 0, {
      what: 'The deletion',
      seconds: 30,
    });
    const ended = once(agent as ChildProcess, 'exit');
    agent?.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
