import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { getAbiItem, toFunctionSelector } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as checksumRoute from '@/app/api/agent/download/checksum/route';
import * as downloadRoute from '@/app/api/agent/download/route';
import * as statusRoute from '@/app/api/signup/[id]/route';
import * as redeemRoute from '@/app/api/signup/redeem/route';
import * as signupRoute from '@/app/api/signup/route';
import { microNodeRegistryAbi } from '@/lib/core/chain';
import {
  hoursMapHex,
  platformDomain,
  type SignupCreated,
  signupCodeHash,
  signupCreated,
  signupRedemptionTypes,
  signupSettings,
  signupStatus,
} from '@/lib/core/protocol';
import { db } from '@/lib/server/db';
import { buildAgent } from '@/node-agent/build.mjs';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import {
  call,
  lower,
  newAccount,
  ORIGIN,
  REGISTRY,
  refusal,
  signIn,
  withoutChain,
} from './support';

let database: TestDatabase;
let restore: () => void;
beforeAll(async () => {
  database = await startTestDatabase();
  restore = withoutChain();
  const dist = path.resolve('node-agent/dist');
  const built = await readdir(dist).catch((): string[] => []);
  if (!built.includes('micro-node.mjs')) await buildAgent(dist);
});
afterAll(async () => {
  restore();
  await database.stop();
});

const settings = {
  payout: `0x${'ab'.repeat(20)}`,
  capacityBytes: `${4n << 30n}`,
  timeZone: 'Europe/Berlin',
  windows: [{ day: 0, from: '18:00', to: '02:00' }],
  region: 'EU',
  parameters: {
    accepting: true,
    rate: '1000',
    maxSpan: 170,
    minFileSize: '0',
    maxFileSize: `${1n << 40n}`,
  },
};

const post = (body: unknown, headers: Record<string, string> = {}) =>
  call(signupRoute.POST, '/api/signup', { method: 'POST', body, headers });

async function signUp(owner: PrivateKeyAccount): Promise<SignupCreated> {
  const response = await post(settings, await signIn(owner));
  expect(response.status).toBe(201);
  return signupCreated.parse(await response.json());
}

async function redemption(code: string, node: PrivateKeyAccount, changes: object = {}) {
  const operator = lower(node.address);
  const signature = await node.signTypedData({
    domain: platformDomain(31337, REGISTRY),
    types: signupRedemptionTypes,
    primaryType: 'SignupRedemption',
    message: { operator, portal: ORIGIN, codeHash: signupCodeHash(code) },
  });
  return { code, operator, portal: ORIGIN, signature, ...changes };
}

const redeem = (body: unknown) =>
  call(redeemRoute.POST, '/api/signup/redeem', { method: 'POST', body });

async function statusOf(id: string, owner: PrivateKeyAccount) {
  const headers = await signIn(owner);
  const response = await call(statusRoute.GET, `/api/signup/${id}`, { headers, params: { id } });
  return signupStatus.parse(await response.json());
}

describe('a sign-up', () => {
  it('gives a code once, of which only the hash is kept, and the commands with it', async () => {
    const owner = newAccount();
    const made = await signUp(owner);
    expect(made.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    expect(made.commands.init).toContain(`--portal ${ORIGIN} --code ${made.code}`);
    const row = await db().signupCode.findUniqueOrThrow({ where: { codeHash: made.id } });
    expect(JSON.stringify(row)).not.toContain(made.code.replaceAll('-', ''));
    expect(JSON.stringify(row)).not.toContain(made.code);
    expect(row).toMatchObject({ createdBy: lower(owner.address), payload: settings });
    const hour = row.expiresAt.getTime() - row.createdAt.getTime();
    expect(hour).toBe(3_600_000);
  });

  it('hands its settings to the first node that signs, which may ask again', async () => {
    const made = await signUp(newAccount());
    const node = newAccount();
    const body = await redemption(made.code, node);
    const response = await redeem(body);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(settings);
    const typed = await redemption(made.code.toLowerCase().replaceAll('-', ' '), node);
    expect(signupSettings.parse(await (await redeem(typed)).json()).capacityBytes).toBe(4n << 30n);
    const other = await redemption(made.code, newAccount());
    expect(await refusal(await redeem(other))).toEqual([409, 'SIGNUP_CODE_USED']);
  });

  it('goes to one of several nodes that ask at the same moment', async () => {
    const made = await signUp(newAccount());
    const bodies = await Promise.all(
      Array.from({ length: 6 }, () => redemption(made.code, newAccount())),
    );
    const statuses = (await Promise.all(bodies.map(redeem))).map((response) => response.status);
    expect(statuses.sort()).toEqual([200, 409, 409, 409, 409, 409]);
  });

  it('is refused when unknown, expired, or signed by somebody else', async () => {
    const made = await signUp(newAccount());
    const node = newAccount();
    const unknown = await redemption('0000-0000-0000-0000', node);
    expect(await refusal(await redeem(unknown))).toEqual([404, 'SIGNUP_CODE_UNKNOWN']);
    const malformed = await redemption('ABCD', node);
    expect(await refusal(await redeem(malformed))).toEqual([400, 'BAD_REQUEST']);
    const foreign = await redemption(made.code, node, { operator: lower(newAccount().address) });
    expect(await refusal(await redeem(foreign))).toEqual([401, 'SIGNATURE_INVALID']);
    const elsewhere = await redemption(made.code, node, { portal: 'https://other.example' });
    expect(await refusal(await redeem(elsewhere))).toEqual([401, 'SIGNATURE_INVALID']);
    await db().signupCode.update({
      where: { codeHash: made.id },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    const late = await redemption(made.code, node);
    expect(await refusal(await redeem(late))).toEqual([410, 'SIGNUP_CODE_EXPIRED']);
  });

  it.each([
    ['nobody signed in', {}, false, [401, 'UNAUTHENTICATED']],
    [
      'no hours',
      { windows: [{ day: 0, from: '10:10', to: '10:50' }] },
      true,
      [400, 'NODE_HOURS_EMPTY'],
    ],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, true, [400, 'NODE_TIME_ZONE_UNKNOWN']],
    ['no space', { capacityBytes: '0' }, true, [400, 'BAD_REQUEST']],
    ['the zero address', { payout: `0x${'00'.repeat(20)}` }, true, [400, 'SIGNUP_PAYOUT_INVALID']],
    [
      'a masked address',
      { payout: `0xff${'00'.repeat(18)}01` },
      true,
      [400, 'SIGNUP_PAYOUT_INVALID'],
    ],
    [
      'a span below the gap',
      { parameters: { ...settings.parameters, maxSpan: 24 } },
      true,
      [400, 'SIGNUP_SPAN_OUT_OF_RANGE'],
    ],
    [
      'sizes the wrong way round',
      { parameters: { ...settings.parameters, minFileSize: '9', maxFileSize: '1' } },
      true,
      [400, 'BAD_REQUEST'],
    ],
  ])('is refused with %s', async (_, changes, isSignedIn, expected) => {
    const headers = isSignedIn ? await signIn(newAccount()) : {};
    expect(await refusal(await post({ ...settings, ...changes }, headers))).toEqual(expected);
  });

  it('is refused from another site, and when too many wait', async () => {
    const headers = await signIn(newAccount());
    const foreign = await post(settings, { ...headers, origin: 'https://evil.example' });
    expect(await refusal(foreign)).toEqual([403, 'ORIGIN_REFUSED']);
    for (let i = 0; i < 20; i++) expect((await post(settings, headers)).status).toBe(201);
    expect(await refusal(await post(settings, headers))).toEqual([429, 'SIGNUP_TOO_MANY']);
  });
});

const REGISTER = toFunctionSelector(
  getAbiItem({ abi: microNodeRegistryAbi, name: 'registerNode' }),
);

describe('the status of a sign-up', () => {
  it('follows the node until it is connected, for its owner only', async () => {
    const owner = newAccount();
    const node = newAccount();
    const operator = lower(node.address);
    const { id, code } = await signUp(owner);
    expect(await statusOf(id, owner)).toMatchObject({ state: 'waiting' });
    await redeem(await redemption(code, node));
    expect(await statusOf(id, owner)).toMatchObject({ state: 'redeemed', operator });

    const relay = await db().relayRequest.create({
      data: {
        from: operator,
        to: REGISTRY,
        data: REGISTER,
        gas: 1n,
        nonce: 0,
        deadline: 1n,
        signature: '0x',
        selector: REGISTER,
      },
    });
    expect((await statusOf(id, owner)).state).toBe('registering');
    await db().relayRequest.update({
      where: { id: relay.id },
      data: { status: 'FAILED', errorCode: 'RELAY_EXPIRED', error: 'Too late.' },
    });
    const problem = { code: 'RELAY_EXPIRED', message: 'Too late.' };
    expect(await statusOf(id, owner)).toMatchObject({ state: 'registering', problem });

    await db().node.create({
      data: {
        operator,
        payout: operator,
        capacityBytes: 1000n,
        hoursMap: hoursMapHex(1n),
        accepting: true,
        rate: 1000,
        maxSpan: 168,
        minFileSize: 0n,
        maxFileSize: 1000n,
        registeredPeriod: 1n,
        registeredBlock: 1n,
      },
    });
    expect((await statusOf(id, owner)).state).toBe('registered');
    const profile = { operator, timeZone: 'UTC', windows: settings.windows };
    await db().nodeProfile.create({ data: { ...profile, lastSeenAt: new Date() } });
    expect((await statusOf(id, owner)).state).toBe('connected');

    const headers = await signIn(newAccount());
    const stranger = await call(statusRoute.GET, '/x', { headers, params: { id } });
    expect(await refusal(stranger)).toEqual([404, 'SIGNUP_NOT_FOUND']);
    const nobody = await call(statusRoute.GET, '/x', { params: { id } });
    expect(await refusal(nobody)).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('says when the code was never used', async () => {
    const owner = newAccount();
    const { id } = await signUp(owner);
    await db().signupCode.update({ where: { codeHash: id }, data: { expiresAt: new Date(0) } });
    expect((await statusOf(id, owner)).state).toBe('expired');
  });
});

describe('the download', () => {
  it('is an agent that runs, with the checksum that is told', async () => {
    const response = await call(downloadRoute.GET, '/api/agent/download');
    const archive = Buffer.from(await response.arrayBuffer());
    const sha256 = createHash('sha256').update(archive).digest('hex');
    expect(response.headers.get('digest')).toBe(
      `sha-256=${Buffer.from(sha256, 'hex').toString('base64')}`,
    );
    const line = await (await call(checksumRoute.GET, '/x')).text();
    expect(line).toBe(`${sha256}  micro-node.tgz\n`);
    const { bundle } = await signUp(newAccount());
    expect(bundle).toMatchObject({ sha256, bytes: archive.length, fileName: 'micro-node.tgz' });
    const folder = await mkdtemp(path.join(os.tmpdir(), 'agent-download-'));
    try {
      await writeFile(path.join(folder, 'micro-node.tgz'), archive);
      const run = promisify(execFile);
      await run('tar', ['-xzf', 'micro-node.tgz'], { cwd: folder });
      const program = ['micro-node/micro-node.mjs', 'init', '--help'];
      const { stdout } = await run(process.execPath, program, { cwd: folder });
      expect(stdout).toContain('Usage: micro-node init');
    } finally {
      await rm(folder, { recursive: true });
    }
    const etag = response.headers.get('etag') ?? '';
    const again = await call(downloadRoute.GET, '/x', { headers: { 'if-none-match': etag } });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
  });
});
