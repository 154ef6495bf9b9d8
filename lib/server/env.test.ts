import { expect, test } from 'vitest';
import { parseServerEnv } from './env';

const minimal = {
  DATABASE_URL: 'postgresql://127.0.0.1/x',
  RPC_URL: 'http://127.0.0.1:8545',
  PORTAL_ORIGIN: 'http://127.0.0.1:3000/path',
};

test('a local run keeps its deployment and objects in the data folder', () => {
  const env = parseServerEnv({ ...minimal, DATA_DIR: '/data' });
  expect(env.deploymentFile).toBe('/data/deployments/31337.json');
  expect(env.objectStore).toEqual({ kind: 'folder', path: '/data/objects' });
  expect(env.portalOrigin).toBe('http://127.0.0.1:3000');
  expect(env.publicRpcUrl).toBe(minimal.RPC_URL);
});

test('a public chain has its deployment in the repository', () => {
  const env = parseServerEnv({ ...minimal, CHAIN_ID: '314159' });
  expect(env.deploymentFile).toMatch(/contracts\/deployments\/314159\.json$/);
});

test('empty values count as unset', () => {
  const env = parseServerEnv({ ...minimal, S3_BUCKET: '', PUSH_CHANNEL: '', PORTAL_KEY: '' });
  expect(env).toMatchObject({ objectStore: { kind: 'folder' }, push: undefined, keys: {} });
});

test('admin addresses are compared without case', () => {
  const address = `0x${'Ab'.repeat(20)}`;
  const env = parseServerEnv({ ...minimal, ADMIN_ADDRESSES: ` ${address} ,` });
  expect(env.adminAddresses).toEqual([address.toLowerCase()]);
});

test('every problem is listed at once', () => {
  const bad = {
    ...minimal,
    DATABASE_URL: 'mysql://x',
    PROFILE: 'fast',
    S3_BUCKET: 'b',
    PORTAL_KEY: '0x1',
  };
  const parse = () => parseServerEnv(bad);
  expect(parse).toThrow(/DATABASE_URL/);
  expect(parse).toThrow(/PROFILE/);
  expect(parse).toThrow(/PORTAL_KEY/);
  expect(() => parseServerEnv({ ...minimal, S3_BUCKET: 'b' })).toThrow(/go together/);
  expect(() => parseServerEnv({ ...minimal, ADMIN_ADDRESSES: '0x12' })).toThrow(/not an address/);
});

test('the portal knows of the channel without its key; a key alone is a mistake', () => {
  const channel = `0x${'11'.repeat(20)}`;
  const push = parseServerEnv({ ...minimal, PUSH_CHANNEL: channel }).push;
  expect(push).toMatchObject({ channel, privateKey: undefined });
  const key = `0x${'22'.repeat(32)}`;
  expect(() => parseServerEnv({ ...minimal, PUSH_PRIVATE_KEY: key })).toThrow(/PUSH_CHANNEL/);
});
