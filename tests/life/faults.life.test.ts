import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import {
  close,
  type DealRun,
  download,
  provePeriods,
  publishAndSeal,
  requestPlan,
  sha256File,
  start,
} from '@/scripts/demo/run-deal';
import { waitUntil } from '@/scripts/demo/wait';
import { JobKills } from './support/job-kills';
import { LifePlatform } from './support/life-platform';

const WISH = { durationPeriods: 40, tier: 'day' as const, dataShards: 2, totalShards: 4 };
const FILE_BYTES = 3500;

/** Money in = refunded + paid, and every slot was paid what its proven periods are worth. */
async function expectExactPayment(run: DealRun, deal: DealSnapshot, paidIn: bigint) {
  const data = await run.wallet.dealData(deal);
  expect(await run.wallet.refunds(deal)).toBe(paidIn - data.paid);
  expect(data.contractBalance).toBe(0n);
  const events = await run.wallet.chain.getContractEvents({
    address: deal.address as `0x${string}`,
    abi: storageDealAbi,
    eventName: 'Settled',
    fromBlock: 0n,
    strict: true,
  });
  for (const slot of deal.slots) {
    const own = events.filter(
      ({ args }) => args.slot === slot.slot && args.generation === slot.generation,
    );
    const paid = own.reduce((sum, { args }) => sum + args.amount, 0n);
    const proven = own.at(-1)?.args.provenPeriods ?? 0n;
    const sectorBytes = BigInt(deal.sectorBytes ?? 0);
    expect(paid).toBe((slot.rate * sectorBytes * proven) / (24n << 20n));
  }
}

describe('faults during the life of a deal', () => {
  let life: LifePlatform;

  beforeAll(async () => {
    life = await LifePlatform.start();
  });
  afterAll(() => life.stop());

  it('survives kill -9 of the worker in every job and pays nobody twice', async () => {
    const { platform } = life;
    const queues = [
      'encode',
      'plan',
      'publish',
      'verify-porep',
      'verify-post',
      'close-period',
      'settle',
      'repair',
      'retrieve',
      'notify',
      'end-deal',
      'gc',
    ];
    const kills = await JobKills.watch(
      life.urls.database,
      queues,
      () => platform.kill('worker', 'SIGKILL'),
      () => platform.restart('worker'),
    );
    const run = await life.client(0);
    const file = await life.file('kills.bin', FILE_BYTES);
    const { deal, plan } = await requestPlan(run, { ...WISH, file });
    // One of the chosen computers never comes, so that its slot has to be repaired.
    const gone = plan.nodes.find((node) => node.slots.includes(0))?.operator;
    const absent = (await run.fleet.nodes()).find((node) => node.operator === gone);
    await run.fleet.command(absent?.index ?? -1, 'stop');
    const sealed = await publishAndSeal(run, deal.dealId, plan.planId);
    expect(sealed.slots.some(({ slot, generation }) => slot === 0 && generation > 0)).toBe(true);
    const active = await start(run, sealed, plan.cost.total);
    const proved = await provePeriods(run, active, 3);
    expect(await download(run, proved.deal)).toBe(await sha256File(file));
    const ended = await close(run, proved.deal);
    await run.fleet.command(absent?.index ?? -1, 'start');
    await holdTable(life.urls.database, 'Upload', async () => {
      // Each worker begins with a collection, which now cannot end.
      if (kills.outstanding.includes('gc')) await platform.restart('worker');
      const isKilled = async () => !kills.outstanding.includes('gc');
      await waitUntil(isKilled, Boolean, { what: 'the kill in gc', timeoutSeconds: 60 });
    });
    await kills.stop();

    expect(kills.outstanding).toEqual([]);
    await expectExactPayment(run, ended, plan.cost.total);
  });

  it('goes on after the portal restarts during upload and retrieval, an agent is killed while sealing, and the chain reorganises', async () => {
    const { platform } = life;
    const run = await life.client(1);
    const file = await life.file('restarts.bin', FILE_BYTES);

    // upload: half of it, restart, the rest
    const half = FILE_BYTES >> 1;
    const bytes = await readFile(file);
    const created = await run.portal.send('/api/files', {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(FILE_BYTES),
        'upload-metadata': `filename ${btoa('restarts.bin')}`,
      },
    });
    const location = new URL(created.headers.get('location') ?? '', run.portal.origin).pathname;
    const patch = (offset: number, body: Uint8Array) =>
      run.portal.send(location, {
        method: 'PATCH',
        headers: {
          'tus-resumable': '1.0.0',
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body: body as BodyInit,
      });
    await patch(0, bytes.subarray(0, half));
    await platform.restart('portal');
    const head = await run.portal.send(location, {
      method: 'HEAD',
      headers: { 'tus-resumable': '1.0.0' },
    });
    expect(head.headers.get('upload-offset')).toBe(String(half));
    await patch(half, bytes.subarray(half));
    const uploadId = location.split('/').at(-1) ?? '';

    const { dealId } = await run.portal.requestStorage({ uploadId, ...WISH });
    await waitUntil(
      () => run.portal.deal(dealId),
      (deal) => deal.status === 'REVIEW',
      { what: 'the plan', timeoutSeconds: 120 },
    );
    const plan = await run.portal.plan(dealId);
    const rpc = run.wallet.chain.request as (call: object) => Promise<unknown>;

    // publish with a reorganisation below finality, kill the agent of slot 0 while it seals
    const sealing = publishAndSeal(run, dealId, plan.planId);
    await rpc({ method: 'anvil_reorg', params: [1, []] });
    const holder = plan.nodes.find((node) => node.slots.includes(0));
    const nodes = await run.fleet.nodes();
    const victim = nodes.find((node) => node.operator === holder?.operator);
    await waitUntil(
      () => run.portal.deal(dealId),
      (deal) => deal.status === 'PENDING',
      { what: 'publication', timeoutSeconds: 120, everyMs: 50 },
    );
    await run.fleet.command(victim?.index ?? -1, 'kill');
    const sealed = await sealing;
    expect(sealed.slots.every((slot) => slot.generation === 0)).toBe(true);

    const active = await start(run, sealed, plan.cost.total);
    await rpc({ method: 'anvil_reorg', params: [1, []] });
    const proved = await provePeriods(run, active, 1);

    const { retrievalId } = await run.portal.retrieve(dealId);
    await platform.restart('portal');
    await waitUntil(
      () => run.portal.retrieval(retrievalId),
      (retrieval) => retrieval.status === 'READY' || retrieval.status === 'FAILED',
      { what: 'the retrieval', timeoutSeconds: 300 },
    );
    const content = await run.portal.content(retrievalId);
    const sha256 = createHash('sha256').update(new Uint8Array(await content.arrayBuffer()));
    expect(sha256.digest('hex')).toBe(await sha256File(file));

    // the whole platform starts over old data; the deal is still there and goes on to its end
    await life.startAgain();
    const later = await life.client(1);
    const ended = await close(later, await later.portal.deal(proved.deal.dealId));
    await expectExactPayment(later, ended, plan.cost.total);
  });

  it('leaves no process behind', async () => {
    const pids = Object.values(life.platform.pids()) as number[];
    const rows = await countConnections(life.urls.database);
    expect(rows).toBeGreaterThan(0);
    await life.platform.stop();
    await expectGone(pids);
  });
});

/** Keeps everybody else out of a table while `use` runs. */
async function holdTable(url: string, table: string, use: () => Promise<void>) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(`BEGIN; LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`);
    await use();
  } finally {
    await client.end();
  }
}

async function countConnections(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query('SELECT count(*)::int AS n FROM pg_stat_activity');
  await client.end();
  return rows[0].n;
}

async function expectGone(pids: readonly number[]) {
  for (const pid of pids) {
    await expect
      .poll(() => isAlive(pid), { timeout: 10_000, message: `process ${pid} still runs` })
      .toBe(false);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
