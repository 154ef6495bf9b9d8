import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildAgent } from '../../build.mjs';
import { homeAt } from '../store/home';
import { lockHome } from '../store/lock';
import { SlotStore } from '../store/slots';
import { makeRecord } from '../testing/fixtures';
import { startStubPortal } from '../testing/stub-portal';

vi.setConfig({ testTimeout: 30_000 });
const run = promisify(execFile);
let folder: string;
let home: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'agent-cli-'));
  await buildAgent(path.join(folder, 'dist'));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  home = await mkdtemp(path.join(folder, 'home-'));
});
afterEach(() => rm(home, { recursive: true }));

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the built program as a person would. */
async function cli(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const bundle = path.join(folder, 'dist/micro-node.mjs');
  const given = { PATH: process.env.PATH ?? '', MICRO_NODE_HOME: home, ...env };
  try {
    const { stdout, stderr } = await run(process.execPath, [bundle, ...args], { env: given });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome;
    return { code, stdout, stderr };
  }
}

const PASSWORD = { MICRO_NODE_PASSWORD: 'correct horse' };
const INIT = ['init', '--capacity', '2GiB', '--time-zone', 'Asia/Kolkata', '--light-kdf'];
const init = (...more: string[]) => cli([...INIT, ...more], PASSWORD);

describe('init', () => {
  it('makes a home with a private keystore and says what it promises', async () => {
    const made = await init('--window', 'mon-fri 18:00-23:30', '--max-total', '1GiB', '--json');
    expect(made.code).toBe(0);
    const result = JSON.parse(made.stdout);
    // half-hour zone: 12:30 to 18:00 UTC holds five whole hours a day
    expect(result).toMatchObject({ hoursPerWeek: 25, timeZone: 'Asia/Kolkata' });
    const { mode } = await stat(path.join(home, 'keystore.json'));
    expect(mode & 0o077).toBe(0);
    const config = JSON.parse(await readFile(path.join(home, 'config.json'), 'utf8'));
    expect(config.limits.maxTotalBytes).toBe(`${1024 ** 3}`);
    expect(config.capacityBytes).toBe(`${2 * 1024 ** 3}`);
  });

  it('never changes an existing home', async () => {
    await init();
    const before = await readFile(path.join(home, 'keystore.json'), 'utf8');
    expect((await init()).code).toBe(3);
    expect(await readFile(path.join(home, 'keystore.json'), 'utf8')).toBe(before);
  });

  it.each([
    ['no capacity', ['init'], 2],
    ['a size without sense', ['init', '--capacity', 'much'], 2],
    ['capacity 0', ['init', '--capacity', '0'], 3],
    ['a window without sense', [...INIT, '--window', 'always'], 2],
    ['an unknown time zone', [...INIT, '--time-zone', 'Mars/Olympus'], 3],
    ['a window under an hour', [...INIT, '--window', 'mon 10:10-10:40'], 3],
    ['an address that is none', [...INIT, '--payout', '0x12'], 2],
    ['a portal that is no address', [...INIT, '--portal', 'ftp://x'], 3],
  ])('refuses %s', async (_, args, code) => {
    const outcome = await cli(args, PASSWORD);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).not.toBe('');
    expect(outcome.stderr).not.toMatch(/at .*\(.*:\d+:\d+\)/);
  });

  it('needs a password', async () => {
    expect((await cli(INIT)).code).toBe(4);
    const file = await cli([...INIT, '--password-file', path.join(home, 'none')], PASSWORD);
    expect(file.code).toBe(4);
  });
});

describe('run', () => {
  it('ends with its own code for each fault that another try cannot cure', async () => {
    expect((await cli(['run'], PASSWORD)).code).toBe(3);
    await init();
    expect((await cli(['run'])).code).toBe(4);
    const wrong = await cli(['run', '--json'], { MICRO_NODE_PASSWORD: 'wrong' });
    expect(wrong.code).toBe(4);
    expect(JSON.parse(wrong.stderr).error.code).toBe('AGENT_PASSWORD_WRONG');
    const lock = await lockHome(path.join(home, 'agent.lock'));
    expect((await cli(['run'], PASSWORD)).code).toBe(5);
    await lock.release();
    await writeFile(path.join(home, 'config.json'), '{"version":1,"portalUrl":"nowhere"}');
    const broken = await cli(['run'], PASSWORD);
    expect(broken.code).toBe(3);
    expect(broken.stderr).toMatch(/portalUrl.*capacityBytes/s);
  });

  it('stops with the program that started it, also while the portal does not answer', async () => {
    await init('--portal', 'http://127.0.0.1:9');
    const child = execFile(
      process.execPath,
      [path.join(folder, 'dist/micro-node.mjs'), 'run', '--attached', '--home', home],
      { env: { PATH: process.env.PATH, ...PASSWORD } },
    );
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    expect(JSON.parse((await cli(['status', '--json'])).stdout)).toMatchObject({
      running: true,
      pid: child.pid,
      online: false,
    });
    child.stdin?.end();
    expect(await ended).toBe(0);
    expect(JSON.parse((await cli(['status', '--json'])).stdout).running).toBe(false);
  });
});

describe('status and list', () => {
  it('read a home that does not run', async () => {
    await init();
    const store = await SlotStore.open(homeAt(home, undefined), () => undefined);
    const lastProof = { period: 99n, digest: '0x01' as const };
    await store.add(makeRecord({ accepted: true, phase: 'live', lastProof }));
    const status = JSON.parse((await cli(['status', '--json'])).stdout);
    expect(status).toMatchObject({
      running: false,
      slots: { live: 1 },
      storedBytes: '2048',
      lastProofPeriod: '99',
    });
    const { slots } = JSON.parse((await cli(['--json', 'list'])).stdout);
    expect(slots).toMatchObject([{ slot: 0, generation: 0, phase: 'live', rate: '5' }]);
    expect((await cli(['list'])).stdout).toMatch(/live/);
  });

  it('say how far a seal is, and that it stands still, which a stopped agent remembers', async () => {
    await init();
    const lines = async () => (await cli(['status'])).stdout;
    expect(await lines()).toMatch(/^Sealing {2}nothing$/m);
    expect(JSON.parse((await cli(['pause', '--json'])).stdout)).toEqual({ paused: true });
    expect(await lines()).toMatch(/^Sealing {2}paused$/m);
    const lock = await lockHome(path.join(home, 'agent.lock'));
    const said = { version: 1, pid: process.pid, operator: '0x0', state: 'running', online: true };
    const seal = { deal: '0xd', slot: 2, generation: 0, step: 'labels', layer: 1 };
    const status = {
      ...{ ...said, portalUrl: 'http://p', startedAt: 1, updatedAt: 1 },
      sealing: [{ ...seal, fraction: 0.429, secondsLeft: 2400 }],
    };
    await writeFile(path.join(home, 'status.json'), JSON.stringify(status));
    expect(await lines()).toMatch(/^Sealing {2}slot 2 of 0xd, 42 %, 40 min left, paused$/m);
    expect((await cli(['resume'])).stdout).toContain('goes on');
    const resumed = JSON.parse((await cli(['status', '--json'])).stdout);
    expect(resumed.sealing).toEqual(status.sealing);
    expect(resumed.sealingPaused).toBeUndefined();
    await lock.release();
    expect(await lines()).toMatch(/^Sealing {2}nothing$/m);
  });

  it('say what is missing', async () => {
    const nowhere = await cli(['status', '--json']);
    expect(nowhere.code).toBe(3);
    expect(JSON.parse(nowhere.stderr).error.code).toBe('AGENT_CONFIG_MISSING');
    expect((await cli(['list'])).code).toBe(3);
  });
});

describe('fleet', () => {
  const node = {
    index: 3,
    operator: '0xab',
    pid: 7,
    state: 'running',
    home: '/h',
    name: 'berlin',
    restarts: 0,
  };

  it('lists and controls a supervisor', async () => {
    const portal = await startStubPortal({
      'GET /nodes': () => ({ nodes: [node] }),
      'POST /nodes/3/stop': () => ({ ...node, state: 'stopped', pid: null }),
    });
    const fleet = ['fleet', '--control', portal.url, '--json'];
    expect(JSON.parse((await cli(fleet)).stdout)).toEqual({ nodes: [node] });
    const stopped = await cli([...fleet, 'stop', '3']);
    expect(JSON.parse(stopped.stdout).nodes[0]).toMatchObject({ state: 'stopped', pid: null });
    expect((await cli([...fleet, 'stop', '4'])).code).toBe(1);
    expect((await cli([...fleet, 'explode', '3'])).code).toBe(2);
    await portal.stop();
    expect((await cli(fleet)).code).toBe(6);
  });
});

it('knows how to be asked for help, and refuses what it does not know', async () => {
  expect(await cli(['--help'])).toMatchObject({ code: 0 });
  expect((await cli(['dance'])).code).toBe(2);
});
