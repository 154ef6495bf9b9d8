import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { encodeFunctionData, type Hex, parseEventLogs, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { microNodeRegistryAbi, proofLedgerAbi, storageDealAbi } from '@/lib/core/chain/abi';
import { buildLedgerTree, type WorkLeaf } from '@/lib/core/deals';
import type { AgentSlot } from '@/lib/core/protocol';
import { commPOfFile } from '@/lib/engine';
import { startTestChain, type TestChain, waitFor } from '@/tests/support';
import { buildAgent } from '../build.mjs';
import { readPosts } from './store/posts';
import { type LocalChain, openLocalChain } from './testing/local-chain';
import { startLocalPortal } from './testing/local-portal';

const RATE = 10n ** 15n;
const MAX_SPAN = 12;
const PERIOD_SECONDS = 20n;
const env = { PATH: process.env.PATH ?? '', MICRO_NODE_PASSWORD: 'test' };
let folder: string;
let home: string;
let bundle: string;
let testChain: TestChain;
let chain: LocalChain;
let portal: Awaited<ReturnType<typeof startLocalPortal>>;
let operator: Hex;
let slot: AgentSlot;
let agent: ChildProcess | undefined;
/** What the agent said; shown when a test fails. */
let log = '';
const stop = new AbortController();

async function cli(...args: string[]): Promise<{ out: string; err: string }> {
  const child = spawn(process.execPath, [bundle, ...args, '--home', home], { env });
  const said = { out: '', err: '' };
  child.stdout.on('data', (part) => {
    said.out += part;
  });
  child.stderr.on('data', (part) => {
    said.err += part;
  });
  await once(child, 'exit');
  return said;
}

function startAgent(): void {
  agent = spawn(process.execPath, [bundle, 'run', '--attached', '--home', home], {
    env: { ...env, MICRO_NODE_LOG_LEVEL: 'debug' },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  agent.stderr?.on('data', (part) => {
    log += part;
  });
}

async function period(): Promise<bigint> {
  return (await chain.client.getBlock()).timestamp / PERIOD_SECONDS;
}

/** A deal of one slot that the agent seals and proves, and that is live afterwards. */
async function liveDeal(): Promise<AgentSlot> {
  const content = randomBytes(1500);
  const file = path.join(folder, 'shard');
  await writeFile(file, content);
  const { commD } = await commPOfFile(file, content.length, 2048);
  const bytes = new Uint8Array(content);
  const shard = { node: operator, bytes, commD: toHex(commD) };
  const [offered] = (await chain.publish([shard], RATE, MAX_SPAN)) as [AgentSlot];
  const { deal } = offered;
  portal.state.shards.set(`${deal}/0`, bytes);
  portal.state.slots = [offered];
  portal.notify('slot.offered', { deal, slot: 0, generation: 0 });
  const digest = await waitFor(
    async () => {
      const { state, proofDigest } = await chain.slotOf(deal, 0);
      return state === 2 && BigInt(proofDigest) !== 0n ? proofDigest : undefined;
    },
    { what: 'The proof of sealing', seconds: 60 },
  );
  await chain.judge(deal, 0, digest, true);
  await chain.start(deal, 10n ** 18n);
  offered.state = 'LIVE';
  portal.notify('deal.started', { deal });
  return offered;
}

/** Puts a root for a period on chain whose only leaf says what was proved so far. */
async function postRoot(of: bigint, lastAccepted: bigint, commitments: number): Promise<void> {
  const leaf: WorkLeaf = {
    ...{ deal: slot.deal, slot: 0, generation: 0, provenPeriods: 0n },
    ...{ fulfilments: 0, commitments, lastAccepted },
  };
  const tree = buildLedgerTree([leaf]);
  const { path: siblings } = tree.ofDeal(slot.deal)[0]!;
  const data = encodeFunctionData({
    abi: proofLedgerAbi,
    functionName: 'postVerdicts',
    args: [of, tree.root, tree.root, 'x'],
  });
  await chain.send('verifier', chain.network.contracts.ledger, data);
  portal.state.leaves.set(`/api/verdicts/${of}/leaf/${slot.deal}/0/0`, {
    ...{ period: of, root: tree.root, posted: true, path: siblings },
    leaf: [slot.deal, 0, 0, 0n, 0, commitments, lastAccepted],
  });
}

async function events(name: string): Promise<{ args: Record<string, unknown> }[]> {
  const logs = await chain.client.getLogs({ address: slot.deal, fromBlock: 0n });
  const all = parseEventLogs({ abi: storageDealAbi, logs }) as unknown as {
    eventName: string;
    args: Record<string, unknown>;
  }[];
  return all.filter(({ eventName }) => eventName === name);
}

const stored = async (of: bigint) =>
  (await readPosts(path.join(home, 'posts'))).find((item) => item.period === of)?.post;

const recordOf = async () =>
  chain.client.readContract({
    address: chain.network.contracts.registry,
    abi: microNodeRegistryAbi,
    functionName: 'nodeOf',
    args: [operator],
  });

const laterBy = (periods: bigint) =>
  testChain.rpc('evm_increaseTime', [Number(periods * PERIOD_SECONDS)]);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'agent-disputes-'));
  home = path.join(folder, 'home');
  testChain = await startTestChain({ profile: 'test' });
  const { addresses } = JSON.parse(await readFile(testChain.deploymentFile, 'utf8'));
  chain = await openLocalChain(testChain.rpcUrl, addresses);
  portal = await startLocalPortal(chain);
  void chain.recordSeeds(stop.signal);
  await buildAgent(path.join(folder, 'dist'));
  bundle = path.join(folder, 'dist/micro-node.mjs');
  const { out } = await cli(
    ...['init', '--json', '--light-kdf', '--portal', portal.url, '--capacity', '1GiB'],
    ...['--rate', `${RATE}`, '--time-zone', 'UTC', '--max-span', `${MAX_SPAN}`],
    ...['--min-free-disk', '1MiB'],
  );
  operator = JSON.parse(out).operator.toLowerCase();
  startAgent();
  await waitFor(recordOf, { what: 'The registration', seconds: 30 });
  slot = await liveDeal();
}, 180_000);

afterAll(async () => {
  stop.abort();
  agent?.kill('SIGKILL');
  await portal?.stop();
  await testChain?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('an agent whose proofs are left out', { timeout: 300_000 }, () => {
  let credited: bigint;
  beforeEach(() => onTestFailed(() => console.error(log.slice(-8000))));

  it('keeps every proof that the portal took with the verifier’s receipt', async () => {
    const found = await waitFor(
      async () => (await readPosts(path.join(home, 'posts'))).find(({ post }) => post.receipt),
      { what: 'A receipt', seconds: 60 },
    );
    expect(found.post).toMatchObject({ deal: slot.deal, slot: 0, delivered: true, onChain: false });
    credited = found.period;
    expect(await events('PoStSubmitted')).toEqual([]);
  });

  it('disputes with it what a root leaves out, and is paid and rated once', async () => {
    await waitFor(async () => (await period()) > credited, { what: 'The end', seconds: 40 });
    const before = await recordOf();
    const paid = await chain.client.getBalance({ address: operator });
    await postRoot(credited, 0n, 1);
    await waitFor(async () => (await stored(credited))?.outcome === 'credited', {
      what: 'The credit',
      seconds: 60,
    });
    const [event, ...more] = await events('DisputeCredited');
    expect(more).toEqual([]);
    expect(event?.args).toMatchObject({ period: credited, fulfilments: 1, commitments: 0 });
    const earned = (await chain.client.getBalance({ address: operator })) - paid;
    expect(earned).toBe(event?.args.amount);
    expect(earned).toBeGreaterThan(0n);
    const after = await recordOf();
    expect(after.commitments - before.commitments).toBe(1n);
    expect(after.fulfilments - before.fulfilments).toBe(1n);
  });

  it('cannot be credited for the same proof again', async () => {
    const args = ['dispute', '--json', '--slot', '0', '--period', `${credited}`];
    const again = JSON.parse((await cli(...args)).err);
    expect(again.error.code).toBe('AGENT_DISPUTE_DONE');
    const post = await stored(credited);
    const call = chain.client.simulateContract({
      ...{ address: slot.deal, abi: storageDealAbi, functionName: 'disputePoSt' },
      args: [0, 0, credited, post?.proof ?? '0x', post?.receipt ?? '0x'],
      account: operator,
    });
    await expect(call).rejects.toThrow(/DisputeKnown/);
  });

  it('starts without the portal, from the network that it knows', async () => {
    portal.state.isDown = true;
    portal.cut();
    const ended = once(agent as ChildProcess, 'exit');
    agent?.kill('SIGKILL');
    await ended;
    await cli('set', '--capacity', '2GiB');
    startAgent();
    const restartedIn = await period();
    const says = async () => JSON.parse((await cli('status', '--json')).out);
    await waitFor(async () => (await says()).pid === agent?.pid, {
      what: 'The start',
      seconds: 30,
      every: 500,
    });
    const isProved = async () =>
      (await readPosts(path.join(home, 'posts'))).some((item) => item.period > restartedIn);
    await waitFor(isProved, { what: 'A proof', seconds: 60 });
    expect(await says()).toMatchObject({ running: true, online: false, slots: { live: 1 } });
  });

  it('says so when the portal is away and there is no gas', async () => {
    const bare = await waitFor(
      async () => (await readPosts(path.join(home, 'posts'))).find(({ post }) => post.problem),
      { what: 'A proof that nobody takes', seconds: 60 },
    );
    expect(bare.post).toMatchObject({ delivered: false, onChain: false });
    expect(bare.post.problem).toMatch(/has 0\.0+\d* FIL|has 0 FIL|Send some to it/);
    const { out } = await cli('dispute', '--dry-run', '--json');
    const report = JSON.parse(out);
    const line = report.proofs.find((p: { period: string }) => p.period === `${bare.period}`);
    expect(line).toMatchObject({ evidence: 'none', disputable: false });
  });

  it('puts the digest on chain where nobody takes it, and is paid without anybody’s help', async () => {
    await testChain.rpc('anvil_setBalance', [operator, toHex(10n ** 18n)]);
    const alone = await waitFor(
      async () => (await readPosts(path.join(home, 'posts'))).find(({ post }) => post.onChain),
      { what: 'The digest on chain', seconds: 60 },
    );
    const submitted = await events('PoStSubmitted');
    expect(submitted.map(({ args }) => args.period)).toContain(alone.period);
    expect(alone.post).toMatchObject({ delivered: false, digest: submitted.at(-1)?.args.digest });
    await waitFor(async () => (await period()) > alone.period, { what: 'The end', seconds: 40 });
    await postRoot(alone.period, credited, 2);
    await laterBy(6n);
    await waitFor(async () => (await stored(alone.period))?.outcome === 'open', {
      what: 'The dispute',
      seconds: 60,
    });
    await laterBy(3n);
    await waitFor(async () => (await stored(alone.period))?.outcome === 'credited', {
      what: 'The conclusion',
      seconds: 60,
    });
    const own = (await events('DisputeCredited')).filter(
      ({ args }) => args.period === alone.period,
    );
    expect(own).toHaveLength(1);
  });

  it('joins the portal when it is back, and releases the slot that it leaves through the relay', async () => {
    portal.state.isDown = false;
    // What was changed meanwhile is told now.
    const before = await waitFor(
      async () => {
        const record = await recordOf();
        return record.capacityBytes === 2n << 30n ? record : undefined;
      },
      { what: 'The new offer', seconds: 90 },
    );
    const { out } = await cli('exit', slot.deal, '--json');
    const [leaving] = JSON.parse(out).slots;
    const left = BigInt(leaving.end) - (await period());
    await laterBy(left - 1n);
    await waitFor(async () => (await chain.slotOf(slot.deal, 0)).state === 5, {
      what: 'The release',
      seconds: 150,
    });
    const after = await recordOf();
    expect(before.reservedBytes - after.reservedBytes).toBe(2048n);
    // Not before the proof that pays for the last stretch.
    expect(portal.state.posts.some((post) => post.period >= BigInt(leaving.end))).toBe(true);
    await waitFor(async () => (await readdir(path.join(home, 'sectors'))).length === 0, {
      what: 'The deletion',
      seconds: 30,
    });
  });
});
