import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waitUntil } from '@/scripts/lib/wait.mjs';
import { startFleet } from './start-fleet.mjs';

vi.setConfig({ testTimeout: 30_000 });

/** Stands in for the agent: a home with a key, a status file, and a clean end. */
const BUNDLE = `
import fs from 'node:fs';
import path from 'node:path';
const args = process.argv.slice(2);
const home = args[args.indexOf('--home') + 1];
const write = (name, value) => fs.writeFileSync(path.join(home, name), JSON.stringify(value));
if (args[0] === 'init') {
  fs.writeFileSync(path.join(home, 'inits'), 'x', { flag: 'a' });
  write('config.json', { args });
  write('keystore.json', { address: path.basename(home).padStart(40, 'a') });
} else {
  if (fs.existsSync(path.join(home, 'broken'))) process.exit(3);
  write('status.json', { pid: process.pid, state: 'running', env: Object.keys(process.env) });
  const end = () => process.exit(0);
  process.on('SIGTERM', end);
  process.stdin.on('end', end).resume();
}
`;

let dataDir: string;
let bundle: string;
let fleet: Awaited<ReturnType<typeof startFleet>> | undefined;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'fleet-'));
  bundle = path.join(dataDir, 'agent.mjs');
  await writeFile(bundle, BUNDLE);
});
afterEach(async () => {
  await fleet?.stop();
  fleet = undefined;
  await rm(dataDir, { recursive: true });
});

// nobody listens there: the fleet goes on waiting for the portal
const start = async (size = 2) => {
  fleet = await startFleet({ dataDir, bundle, size, portalUrl: 'http://127.0.0.1:9' });
  return fleet;
};
const get = async (route: string) => (await fetch(new URL(route, fleet?.controlUrl))).json();
const post = (route: string, headers = {}) =>
  fetch(new URL(route, fleet?.controlUrl), { method: 'POST', headers });
const running = async (index: number) => {
  const node = (await get('/nodes')).nodes[index];
  return node.state === 'running' ? node : undefined;
};
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('the fleet', () => {
  it('runs each agent in its own home and process, without secrets of the platform', async () => {
    vi.stubEnv('VERIFIER_KEY', '0x01');
    await start();
    const first = await waitUntil('node 0', () => running(0));
    const second = await waitUntil('node 1', () => running(1));
    expect(first).toMatchObject({
      index: 0,
      name: 'berlin',
      operator: `0x${'0'.padStart(40, 'a')}`,
    });
    expect(first.pid).not.toBe(second.pid);
    const said = JSON.parse(await readFile(path.join(first.home, 'status.json'), 'utf8'));
    expect(said.env).not.toContain('VERIFIER_KEY');
    vi.unstubAllEnvs();
  });

  it('starts a killed agent again, and leaves a stopped one alone until told', async () => {
    await start(1);
    const { pid } = await waitUntil('the node', () => running(0));
    expect((await post('/nodes/0/kill')).status).toBe(200);
    const again = await waitUntil('the restart', () => running(0));
    expect(again).toMatchObject({ restarts: 1 });
    expect(again.pid).not.toBe(pid);
    expect(await (await post('/nodes/0/stop')).json()).toMatchObject({
      state: 'stopped',
      pid: null,
    });
    expect(isAlive(again.pid)).toBe(false);
    await post('/nodes/0/start');
    await waitUntil('the start', () => running(0));
  });

  it('keeps its homes over a restart, and stops everything', async () => {
    await start(1);
    const { pid, home } = await waitUntil('the node', () => running(0));
    await fleet?.stop();
    expect(isAlive(pid)).toBe(false);
    await start(1);
    await waitUntil('the node', () => running(0));
    expect(await readFile(path.join(home, 'inits'), 'utf8')).toBe('x');
  });

  it('gives up on an agent whose configuration is broken, and is not ready then', async () => {
    await start(1);
    const { home } = await waitUntil('the node', () => running(0));
    await writeFile(path.join(home, 'broken'), '');
    await post('/nodes/0/kill');
    await waitUntil('the end', async () => (await get('/nodes')).nodes[0].state === 'stopped');
    expect(await get('/ready')).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/0 of 1/),
    });
  });

  it('answers programs on this computer only, and says what it does not know', async () => {
    await start(1);
    expect((await post('/nodes/0/stop', { origin: 'https://example.org' })).status).toBe(403);
    expect((await post('/nodes/7/stop')).status).toBe(404);
    expect((await post('/nodes/0/format')).status).toBe(404);
    await waitUntil('the node', () => running(0));
  });

  it('keeps passwords to their owner', async () => {
    await start(1);
    const { home } = (await get('/nodes')).nodes[0];
    const { mode } = await stat(path.join(home, 'password'));
    expect(mode & 0o077).toBe(0);
  });
});
