import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { verifyTypedData } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  platformDomain,
  type SignupSettingsJson,
  signupCodeHash,
  signupRedeem,
  signupRedemptionTypes,
} from '@/lib/core/protocol';
import { buildAgent } from '../../build.mjs';
import { makeNetwork, type StubPortal, StubProblem, startStubPortal } from '../testing/stub-portal';

const run = promisify(execFile);
const CODE = 'ABCD-EFGH-JKMN-PQR5';
const settings: SignupSettingsJson = {
  payout: `0x${'ab'.repeat(20)}`,
  capacityBytes: `${4n << 30n}`,
  timeZone: 'America/Sao_Paulo',
  windows: [
    { day: 0, from: '18:00', to: '00:00' },
    { day: 5, from: '00:00', to: '00:00' },
  ],
  region: 'SA',
  parameters: {
    accepting: false,
    rate: '7',
    maxSpan: 130,
    minFileSize: '5',
    maxFileSize: `${1n << 40n}`,
  },
};

let folder: string;
let home: string;
let portal: StubPortal;
let isUsed: boolean;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'agent-code-'));
  await buildAgent(path.join(folder, 'dist'));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  home = await mkdtemp(path.join(folder, 'home-'));
  isUsed = false;
  portal = await startStubPortal({
    'GET /api/network': () => makeNetwork(),
    'POST /api/signup/redeem': async (request) => {
      const { code, operator, portal: named, signature } = signupRedeem.parse(request.json());
      const { chainId, contracts } = makeNetwork();
      const isSigned = await verifyTypedData({
        address: operator,
        domain: platformDomain(chainId, contracts.registry),
        types: signupRedemptionTypes,
        primaryType: 'SignupRedemption',
        message: { operator, portal: named, codeHash: signupCodeHash(CODE) },
        signature,
      });
      if (!isSigned || named !== portal.url) throw new StubProblem(401, 'SIGNATURE_INVALID');
      if (signupCodeHash(code) !== signupCodeHash(CODE)) {
        throw new StubProblem(404, 'SIGNUP_CODE_UNKNOWN');
      }
      if (isUsed) throw new StubProblem(409, 'SIGNUP_CODE_USED');
      isUsed = true;
      return settings;
    },
  });
});
afterEach(async () => {
  await portal.stop();
  await rm(home, { recursive: true });
});

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

async function init(...more: string[]): Promise<Outcome> {
  const program = path.join(folder, 'dist/micro-node.mjs');
  const args = ['init', '--json', '--light-kdf', '--portal', portal.url, ...more];
  const env = { PATH: process.env.PATH ?? '', MICRO_NODE_HOME: home, MICRO_NODE_PASSWORD: 'pass' };
  try {
    return { code: 0, ...(await run(process.execPath, [program, ...args], { env })) };
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome;
    return { code, stdout, stderr };
  }
}

const problemOf = (outcome: Outcome) => JSON.parse(outcome.stderr).error.code;

describe('init --code', () => {
  it('writes the configuration that the form described, for a key that stays here', async () => {
    const made = await init('--code', CODE.toLowerCase(), '--max-deals', '3');
    expect(made.stderr).toBe('');
    const result = JSON.parse(made.stdout);
    expect(result).toMatchObject({ timeZone: 'America/Sao_Paulo', maxSpan: 130, hoursPerWeek: 30 });
    const config = JSON.parse(await readFile(path.join(home, 'config.json'), 'utf8'));
    const { windows, timeZone, region, capacityBytes, payout, parameters } = settings;
    expect(config).toMatchObject({
      portalUrl: portal.url,
      payout,
      capacityBytes,
      timeZone,
      windows,
      region,
      parameters,
    });
    expect(config.limits.maxDeals).toBe(3);
    const keystore = JSON.parse(await readFile(path.join(home, 'keystore.json'), 'utf8'));
    const sent = portal.requests.find((request) => request.path === '/api/signup/redeem');
    const body = sent?.json<Record<string, string>>() ?? {};
    expect(Object.keys(body).sort()).toEqual(['code', 'operator', 'portal', 'signature']);
    expect(body.operator?.toLowerCase()).toBe(`0x${keystore.address}`);
  });

  it('leaves the home empty when the code is refused or the portal is away', async () => {
    isUsed = true;
    const used = await init('--code', CODE);
    expect([used.code, problemOf(used)]).toEqual([3, 'SIGNUP_CODE_USED']);
    const unknown = await init('--code', 'ABCD-EFGH-JKMN-PQR6');
    expect([unknown.code, problemOf(unknown)]).toEqual([1, 'SIGNATURE_INVALID']);
    await portal.stop();
    const away = await init('--code', CODE);
    expect([away.code, problemOf(away)]).toEqual([6, 'AGENT_PORTAL_UNREACHABLE']);
    expect((await readdir(home)).filter((name) => /json$/.test(name))).toEqual([]);
  });

  it('asks for no code twice, and takes no offer beside one', async () => {
    expect((await init('--code', CODE)).code).toBe(0);
    const again = await init('--code', CODE);
    expect([again.code, problemOf(again)]).toEqual([3, 'AGENT_EXISTS']);
    expect(portal.requests.filter((request) => request.method === 'POST')).toHaveLength(1);
  });

  it.each([
    ['a capacity beside it', ['--code', CODE, '--capacity', '1GiB'], '--capacity'],
    ['a window beside it', ['--code', CODE, '--window', 'mon 10:00-12:00'], '--window'],
    ['a code that is none', ['--code', 'ABCD'], 'code'],
  ])('refuses %s before it asks the portal', async (_, args, word) => {
    const outcome = await init(...args);
    expect(outcome.code).toBe(2);
    expect(JSON.parse(outcome.stderr).error.message).toContain(word);
    expect(portal.requests).toEqual([]);
  });
});
