import net from 'node:net';
import { expect, test } from 'vitest';
import { profiles } from '@/lib/core/protocol/profiles';
import { nodeProblem } from '@/scripts/lib/check-node.mjs';
import {
  blockSecondsOf,
  callerFolderOf,
  choosePorts,
  fleetSizeOf,
  profileOf,
  withoutKeys,
} from '@/scripts/lib/settings.mjs';

test('an old Node.js is refused in one sentence', () => {
  expect(nodeProblem('20.18.9')).toBe('Node.js 20.19 or newer is needed; this is 20.18.9.');
  expect(nodeProblem('18.20.0')).toContain('this is 18.20.0');
  for (const good of ['20.19.0', '22.0.0', '24.1.2']) expect(nodeProblem(good)).toBeUndefined();
});

test('a port in use is named with its variable', async () => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await expect(choosePorts({ anvil: port }, {}, ['anvil'])).rejects.toThrow(
    `Port ${port} for the local chain is in use by another program; set ANVIL_PORT to a free one.`,
  );
  const fromEnv = choosePorts({}, { PORT: String(port) }, ['portal']);
  await expect(fromEnv).rejects.toThrow('set PORT to a free one');
  await new Promise((resolve) => server.close(resolve));
  expect(await choosePorts({}, { PORT: String(port) }, ['portal'])).toEqual({ portal: port });
});

test('port 0 means any free one', async () => {
  const { fleet } = await choosePorts({ fleet: 0 }, {}, ['fleet']);
  expect(fleet).toBeGreaterThan(1023);
});

test('nonsense is refused by name', async () => {
  await expect(choosePorts({}, { PORT: '80a' }, ['portal'])).rejects.toThrow('PORT is "80a"');
  expect(() => profileOf('fast')).toThrow('PROFILE is "fast"');
  expect(() => fleetSizeOf({ FLEET_SIZE: 'many' })).toThrow('FLEET_SIZE is "many"');
});

test('a file of a command is looked for where it was typed', () => {
  expect(callerFolderOf({ INIT_CWD: '/typed/here' })).toBe('/typed/here');
  expect(callerFolderOf({ DEMO_CWD: '/passed/on', INIT_CWD: '/project' })).toBe('/passed/on');
  expect(callerFolderOf({})).toBe(process.cwd());
});

test('a public chain starts no local nodes', () => {
  expect(fleetSizeOf({})).toBe(12);
  expect(fleetSizeOf({ RPC_URL: 'https://chain.example' })).toBe(0);
});

test('the local chain makes blocks as fast as the profiles say', () => {
  for (const { name, blockSeconds } of Object.values(profiles)) {
    expect(blockSecondsOf(name)).toBe(blockSeconds);
  }
});

test('only the worker gets keys', () => {
  const keys = { PORTAL_KEY: 'a', VERIFIER_KEY: 'b', RELAYER_KEY: 'c', PUSH_PRIVATE_KEY: 'd' };
  const env = { PUSH_CHANNEL: '0x', PATH: '/bin' };
  expect(withoutKeys({ ...keys, ...env })).toEqual(env);
});
