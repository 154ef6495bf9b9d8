import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freePort } from '@/scripts/lib/ports.mjs';
import { prepare } from '@/scripts/lib/prepare.mjs';
import { isAlive } from '@/scripts/lib/process-identity.mjs';
import { waitFor } from '@/tests/support/wait-for';

const script = path.resolve(import.meta.dirname, '../../scripts/start.mjs');
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'micro-storage-start-'));
const started: Run[] = [];
type Env = Record<string, string | undefined>;
let env: Env;

beforeAll(async () => {
  await prepare(() => undefined);
  env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATA_DIR: dataDir,
    PROFILE: 'test',
    FLEET_SIZE: '0',
    PORT: String(await freePort()),
    ANVIL_PORT: String(await freePort()),
    POSTGRES_PORT: String(await freePort()),
  };
});
afterEach(async () => {
  for (const run of started.splice(0)) await run.stop('SIGTERM');
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

class Run {
  output = '';
  private readonly child: ChildProcess;
  readonly exited: Promise<number | null>;

  constructor(changes: Env = {}) {
    const all = { ...env, ...changes } as NodeJS.ProcessEnv;
    this.child = spawn(process.execPath, [script], { env: all });
    this.child.stdout?.on('data', (chunk) => {
      this.output += chunk;
    });
    this.child.stderr?.on('data', (chunk) => {
      this.output += chunk;
    });
    this.exited = new Promise((resolve) => this.child.once('exit', resolve));
    started.push(this);
  }

  /** Waits until it is ready; fails at once when it ends before. */
  async ready(): Promise<this> {
    const isUp = () => this.output.includes('is ready at') || this.child.exitCode !== null;
    await waitFor(isUp, { what: 'npm start', seconds: 120 });
    expect(this.output).toContain('is ready at');
    return this;
  }

  stop(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.exited;
  }
}

interface RunRecord {
  urls: { portal: string; rpc: string };
  children: { name: string; pid: number }[];
}

function record(): RunRecord {
  return JSON.parse(readFileSync(path.join(dataDir, 'run.json'), 'utf8'));
}

async function blockHash(number: string): Promise<{ number: string; hash: string }> {
  const response = await fetch(record().urls.rpc, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'eth_getBlockByNumber',
      params: [number, false],
    }),
  });
  return (await response.json()).result;
}

test('starts, is seen by a second start, stops whole and goes on with the same chain', async () => {
  const first = await new Run().ready();
  const { urls, children } = record();
  expect(children.map(({ name }) => name)).toEqual(['postgres', 'anvil', 'worker', 'portal']);
  expect((await fetch(`${urls.portal}/api/ready`)).status).toBe(200);

  const second = new Run();
  expect(await second.exited).toBe(0);
  expect(second.output).toContain(`already running at ${urls.portal}`);

  const genesis = await blockHash('0x0');
  const latest = await blockHash('latest');
  expect(await first.stop('SIGINT')).toBe(0);
  expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]);

  await new Run().ready();
  expect((await blockHash('0x0')).hash).toBe(genesis.hash);
  expect((await blockHash(latest.number)).hash).toBe(latest.hash);
});

test('a start after kill -9 of everything in charge ends what was left, and works', async () => {
  const killed = await new Run().ready();
  const left = record().children;
  await killed.stop('SIGKILL');
  expect(left.filter(({ pid }) => isAlive(pid))).toHaveLength(left.length);
  const next = await new Run().ready();
  expect(next.output).toContain('of a killed run');
  expect(left.filter(({ pid }) => isAlive(pid))).toEqual([]);
});

test('when one part dies the rest is stopped and the reason is shown', async () => {
  const run = await new Run().ready();
  const { children } = record();
  const worker = children.find(({ name }) => name === 'worker');
  process.kill(worker?.pid ?? 0, 'SIGKILL');
  expect(await run.exited).toBe(1);
  expect(run.output).toContain('worker was ended by SIGKILL');
  expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]);
});

test('a port in use stops the start with one sentence and leaves nothing', async () => {
  await new Run().ready();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'micro-storage-start-'));
  const other = new Run({ DATA_DIR: folder });
  expect(await other.exited).toBe(1);
  expect(other.output.trim()).toBe(
    `Port ${env.POSTGRES_PORT} for PostgreSQL is in use by another program; set POSTGRES_PORT to a free one.`,
  );
  rmSync(folder, { recursive: true });
});
