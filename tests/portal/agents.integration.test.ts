import { randomBytes } from 'node:crypto';
import { keccak256 } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as porepRoute from '@/app/api/agent/proofs/porep/[deal]/[slot]/[generation]/route';
import * as postRoute from '@/app/api/agent/proofs/post/[period]/route';
import * as shardRoute from '@/app/api/agent/shards/[deal]/[slot]/[generation]/route';
import * as slotsRoute from '@/app/api/agent/slots/route';
import { buildSlotTable, isInSlotTable } from '@/lib/core/deals';
import { encodePoStMessage } from '@/lib/core/proofs';
import {
  agentSlots,
  platformDomain,
  postReceipts,
  profiles,
  proofSubmissionTypes,
} from '@/lib/core/protocol';
import * as chainClients from '@/lib/server/chain/clients';
import { db } from '@/lib/server/db';
import { slotPlanOf } from '@/lib/server/lifecycle';
import { objectStore } from '@/lib/server/object-store';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { makePublishedDeal, makeSlot, randomAddress, randomHash, waitingJobs } from './rows';
import { agentAuth, call, lower, newAccount, REGISTRY, refusal, withoutChain } from './support';

let database: TestDatabase;
let cleanUp: () => void;
let account: PrivateKeyAccount;
let node: `0x${string}`;
let headers: { authorization: string };
let deal: Awaited<ReturnType<typeof makePublishedDeal>>;
let address: `0x${string}`;

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
});

afterAll(async () => {
  await database.stop();
  cleanUp();
});

beforeEach(async () => {
  account = newAccount();
  node = lower(account.address);
  headers = await agentAuth(account);
  deal = await makePublishedDeal(randomAddress(), node);
  address = lower(deal.address ?? '');
});

const slotParams = (slot = 0, generation = 0) => ({
  deal: address,
  slot: `${slot}`,
  generation: `${generation}`,
});

describe('slots of an agent', () => {
  it('lists open slots with a path that leads to the slot table of the contract', async () => {
    await makeSlot(deal.id, 1, 1, node, { state: 'PRECOMMITTED', commR: randomHash() });
    await makeSlot(deal.id, 2, 1, node, { state: 'ENDED' });
    await makeSlot(deal.id, 3, 1, node, { state: 'VACANT' });
    const body = await (await call(slotsRoute.GET, '/api/agent/slots', { headers })).json();
    const { slots } = agentSlots.parse(body);
    expect(slots.map(({ slot, generation }) => [slot, generation])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    const [first, replacement] = slots;
    expect(first).toMatchObject({
      deal: address,
      payloadBytes: 500,
      sectorBytes: 2048,
      dealState: 'PENDING',
      closing: false,
      hotCopy: false,
    });
    expect(replacement?.path).toEqual([]);

    const rows = await db().slot.findMany({
      where: { dealId: deal.id, generation: 0 },
      orderBy: { index: 'asc' },
    });
    const { root } = buildSlotTable(rows.map(slotPlanOf));
    const plan = { ...first!.plan, hoursMap: BigInt(first!.plan.hoursMap) };
    expect(isInSlotTable(root, plan, first!.path)).toBe(true);
    expect(isInSlotTable(root, { ...plan, rate: plan.rate + 1n }, first!.path)).toBe(false);

    await db().deal.update({ where: { id: deal.id }, data: { slotsRoot: root } });
    for (let i = 0; i < 2; i++) {
      const again = await call(slotsRoute.GET, '/api/agent/slots', { headers });
      expect(await again.json()).toEqual(body);
    }
  });

  it('lists all of very many slots, each once', async () => {
    const [model] = await db().slot.findMany({ where: { dealId: deal.id, node } });
    const more = Array.from({ length: 450 }, (_, i) => ({
      ...model!,
      index: 3,
      generation: i + 1,
    }));
    await db().slot.createMany({ data: more });
    const body = await (await call(slotsRoute.GET, '/api/agent/slots', { headers })).json();
    const seen = body.slots.map((slot: { slot: number; generation: number }) =>
      [slot.slot, slot.generation].join('/'),
    );
    expect(seen).toHaveLength(451);
    expect(new Set(seen).size).toBe(451);
  });

  it('tells of the end and of hot copies', async () => {
    const data = { status: 'CLOSING', tier: 'instant', accrualEnd: 77n } as const;
    await db().deal.update({ where: { id: deal.id }, data });
    const body = await (await call(slotsRoute.GET, '/api/agent/slots', { headers })).json();
    expect(body.slots[0]).toMatchObject({
      dealState: 'ACTIVE',
      closing: true,
      hotCopy: true,
      accrualEnd: '77',
    });
  });
});

describe('shards', () => {
  const shard = randomBytes(500);
  const get = (params: Record<string, string>, extra = {}, method = 'GET') =>
    call(method === 'HEAD' ? shardRoute.HEAD : shardRoute.GET, '/api/agent/shards', {
      method,
      params,
      headers: { ...headers, ...extra },
    });

  beforeEach(async () => {
    const slot = await db().slot.findFirstOrThrow({ where: { dealId: deal.id, index: 0 } });
    await objectStore().put(`shards/${slot.commD.slice(2)}`, shard);
  });

  const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  it('are served whole, in part and from an offset on', async () => {
    const whole = await get(slotParams());
    expect([whole.status, whole.headers.get('content-length')]).toEqual([200, '500']);
    expect((await bodyOf(whole)).equals(shard)).toBe(true);
    const part = await get(slotParams(), { range: 'bytes=10-19' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/500']);
    expect((await bodyOf(part)).equals(shard.subarray(10, 20))).toBe(true);
    const rest = await get(slotParams(), {
      range: 'bytes=490-',
      'if-range': whole.headers.get('etag'),
    });
    expect((await bodyOf(rest)).equals(shard.subarray(490))).toBe(true);
    const other = await get(slotParams(), { range: 'bytes=490-', 'if-range': '"other"' });
    expect(other.status).toBe(200);
    const head = await get(slotParams(), {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), head.body]).toEqual([
      200,
      '500',
      null,
    ]);
  });

  it('are refused to everyone else, outside the bytes and after the end', async () => {
    expect(await refusal(await get(slotParams(1)))).toEqual([403, 'SLOT_FOREIGN']);
    expect(await refusal(await get(slotParams(9)))).toEqual([404, 'SLOT_NOT_FOUND']);
    expect(await refusal(await get({ ...slotParams(), deal: randomAddress() }))).toEqual([
      404,
      'SLOT_NOT_FOUND',
    ]);
    expect(await refusal(await get({ ...slotParams(), slot: '-1' }))).toEqual([400, 'BAD_REQUEST']);
    const outside = await get(slotParams(), { range: 'bytes=500-' });
    expect(outside.headers.get('content-range')).toBe('bytes */500');
    expect(await refusal(outside)).toEqual([416, 'RANGE_NOT_SATISFIABLE']);
    headers = await agentAuth(newAccount());
    expect(await refusal(await get(slotParams()))).toEqual([403, 'SLOT_FOREIGN']);
    headers = await agentAuth(account);
    await db().slot.updateMany({ where: { dealId: deal.id }, data: { state: 'ENDED' } });
    expect(await refusal(await get(slotParams()))).toEqual([409, 'SLOT_WRONG_STATE']);
  });

  it('say so when the portal keeps them no longer', async () => {
    const slot = await db().slot.findFirstOrThrow({ where: { dealId: deal.id, index: 0 } });
    await objectStore().delete(`shards/${slot.commD.slice(2)}`);
    expect(await refusal(await get(slotParams()))).toEqual([410, 'SHARD_MISSING']);
  });
});

async function proofHeaders(bytes: Uint8Array, period: bigint, signer = account, operator = node) {
  const digest = keccak256(bytes);
  const signature = await signer.signTypedData({
    domain: platformDomain(31337, REGISTRY),
    types: proofSubmissionTypes,
    primaryType: 'ProofSubmission',
    message: { operator, period, digest },
  });
  return { ...headers, 'x-proof-digest': digest, 'x-proof-signature': signature };
}

describe('PoRep intake', () => {
  const proof = () => new Uint8Array(randomBytes(300));
  const put = (raw: Uint8Array, sent: Record<string, string>, params = slotParams()) =>
    call(porepRoute.PUT, '/api/agent/proofs/porep', {
      method: 'PUT',
      raw: raw as BodyInit,
      headers: sent,
      params,
    });

  it('keeps the body and waits for its digest on chain', async () => {
    const bytes = proof();
    const sent = await proofHeaders(bytes, 0n);
    const first = await put(bytes, sent);
    expect(first.status).toBe(202);
    const { submissionId } = await first.json();
    expect(await (await put(bytes, sent)).json()).toEqual({ submissionId });
    const row = await db().porepSubmission.findUniqueOrThrow({ where: { id: submissionId } });
    expect(row).toMatchObject({
      operator: node,
      slot: 0,
      generation: 0,
      bytes: 300,
      status: 'RECEIVED',
    });
    expect(row.objectKey).toBe(`proofs/porep/${address}/0/0/${keccak256(bytes)}`);
    expect(Buffer.from(await objectStore().bytes(row.objectKey)).equals(bytes)).toBe(true);
    expect(await waitingJobs('verify-porep')).not.toContainEqual({ submissionId });
  });

  it('has it verified at once when the digest is on chain already', async () => {
    const bytes = proof();
    const data = { state: 'PRECOMMITTED', proofDigest: keccak256(bytes) } as const;
    await db().slot.updateMany({ where: { dealId: deal.id, index: 0 }, data });
    const { submissionId } = await (await put(bytes, await proofHeaders(bytes, 0n))).json();
    expect(await waitingJobs('verify-porep')).toContainEqual({ submissionId });
  });

  it('refuses a body that is not what its digest says', async () => {
    const bytes = proof();
    const sent = await proofHeaders(bytes, 0n);
    const changed = bytes.slice();
    changed[7]! ^= 1;
    expect(await refusal(await put(changed, sent))).toEqual([400, 'PROOF_DIGEST_MISMATCH']);
    expect(await refusal(await put(new Uint8Array(), sent))).toEqual([400, 'BODY_MISSING']);
    expect(await db().porepSubmission.count({ where: { dealId: deal.id } })).toBe(0);
  });

  it('refuses signatures of others, for a period or for another operator', async () => {
    const bytes = proof();
    const wrong = [
      await proofHeaders(bytes, 0n, newAccount()),
      await proofHeaders(bytes, 5n),
      await proofHeaders(bytes, 0n, account, randomAddress()),
    ];
    for (const sent of wrong) {
      expect(await refusal(await put(bytes, sent))).toEqual([401, 'SIGNATURE_INVALID']);
    }
    expect(await refusal(await put(bytes, headers))).toEqual([400, 'BAD_REQUEST']);
  });

  it('refuses bodies that no honest proof can be, and slots of others', async () => {
    const long = new Uint8Array(200_000);
    const answer = await put(long, await proofHeaders(long, 0n));
    expect(await refusal(answer)).toEqual([413, 'BODY_TOO_LARGE']);
    const bytes = proof();
    const foreign = await put(bytes, await proofHeaders(bytes, 0n), slotParams(1));
    expect(await refusal(foreign)).toEqual([403, 'SLOT_FOREIGN']);
  });

  it('refuses proofs of live and ended slots, and endless tries', async () => {
    const bytes = proof();
    for (const state of ['PROVED', 'LIVE', 'ENDED', 'VACANT'] as const) {
      await db().slot.updateMany({ where: { dealId: deal.id, index: 0 }, data: { state } });
      const answer = await put(bytes, await proofHeaders(bytes, 0n));
      expect(await refusal(answer)).toEqual([409, 'SLOT_WRONG_STATE']);
    }
    await db().slot.updateMany({
      where: { dealId: deal.id, index: 0 },
      data: { state: 'OFFERED' },
    });
    for (let i = 0; i < 12; i++) {
      const another = proof();
      expect((await put(another, await proofHeaders(another, 0n))).status).toBe(202);
    }
    const answer = await put(bytes, await proofHeaders(bytes, 0n));
    expect(await refusal(answer)).toEqual([429, 'PROOF_TOO_MANY']);
  });
});

describe('PoSt intake', () => {
  const { periodSeconds, closeGraceSeconds } = profiles.test;
  const period = 1000n;
  const start = Number(period) * periodSeconds;

  /** The chain's newest block is at this second. */
  function chainAt(second: number) {
    const client = { getBlock: async () => ({ timestamp: BigInt(second) }) };
    vi.spyOn(chainClients, 'publicClient').mockReturnValue(client as never);
  }

  beforeEach(async () => {
    chainAt(start + 1);
    const live = { state: 'LIVE', start: 900n } as const;
    await db().slot.updateMany({ where: { dealId: deal.id, index: { lt: 2 } }, data: live });
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  const entry = (slot: number, generation = 0, of = address) => ({
    deal: of,
    slot,
    generation,
    proof: new Uint8Array(randomBytes(100)),
  });

  async function put(raw: Uint8Array, of = period, signer = account) {
    const sent = await proofHeaders(raw, of, signer);
    return call(postRoute.PUT, '/api/agent/proofs/post', {
      method: 'PUT',
      raw: raw as BodyInit,
      headers: sent,
      params: { period: `${of}` },
    });
  }

  it('hands out the receipts of a message to its node, and says what is still to come', async () => {
    const fetched = async (by = headers) => {
      const answer = await call(postRoute.GET, '/api/agent/proofs/post', {
        headers: by,
        params: { period: `${period}` },
      });
      return postReceipts.parse(await answer.json());
    };
    expect(await fetched()).toEqual({ waiting: 0, receipts: [] });
    await put(encodePoStMessage([entry(0)]));
    expect(await fetched()).toEqual({ waiting: 1, receipts: [] });
    const signature = `0x${'5'.repeat(130)}` as const;
    const receipt = { deal: address, slot: 0, generation: 0, digest: randomHash(), signature };
    await db().postSubmission.updateMany({
      where: { operator: node },
      data: { receipts: [receipt] },
    });
    expect(await fetched()).toEqual({ waiting: 0, receipts: [receipt] });
    expect(await fetched(await agentAuth(newAccount()))).toEqual({ waiting: 0, receipts: [] });
  });

  it('keeps a message and says which sectors it took', async () => {
    await makeSlot(deal.id, 2, 1, node, { state: 'ENDED', start: 900n, end: 999n });
    await makeSlot(deal.id, 3, 1, node, { state: 'ENDED', start: 900n, end: 1000n });
    await makeSlot(deal.id, 1, 1, node, { state: 'OFFERED' });
    const strange = randomAddress();
    const raw = encodePoStMessage([
      entry(0),
      entry(1),
      entry(1, 1),
      entry(2, 1),
      entry(3, 1),
      entry(0, 0, strange),
    ]);
    const response = await put(raw);
    expect(response.status).toBe(202);
    const result = await response.json();
    expect(result.accepted).toBe(2);
    const reasons = new Map(
      result.rejected.map(
        (r: { deal: string; slot: number; generation: number; reason: string }) => [
          `${r.deal === strange ? 'strange' : r.slot}.${r.generation}`,
          r.reason,
        ],
      ),
    );
    expect(Object.fromEntries(reasons)).toEqual({
      '1.0': 'not-your-slot',
      '1.1': 'not-live',
      '2.1': 'after-end',
      'strange.0': 'unknown-slot',
    });
    const rows = await db().postSubmission.findMany({ where: { operator: node } });
    expect(rows).toMatchObject([{ period, digest: keccak256(raw), bytes: raw.length }]);
    expect(await waitingJobs('verify-post')).toContainEqual({ submissionId: rows[0]?.id });

    expect(await (await put(raw)).json()).toEqual(result);
    expect(await db().postSubmission.count({ where: { operator: node } })).toBe(1);
  });

  it('keeps a message that only says what cannot be read, and counts it apart', async () => {
    const skipped = { ...entry(0), proof: new Uint8Array() };
    const strange = { ...entry(1, 0, randomAddress()), proof: new Uint8Array() };
    const response = await put(encodePoStMessage([skipped, strange]));
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      accepted: 0,
      skipped: 1,
      rejected: [{ deal: strange.deal, reason: 'unknown-slot' }],
    });
    expect(await db().postSubmission.count({ where: { operator: node } })).toBe(1);
  });

  it('keeps nothing of a message without a sector of the node', async () => {
    const response = await put(encodePoStMessage([entry(1)]));
    expect(await response.json()).toMatchObject({
      accepted: 0,
      rejected: [{ reason: 'not-your-slot' }],
    });
    expect(await db().postSubmission.count({ where: { operator: node } })).toBe(0);
  });

  it.each([
    ['before the period', start - 1, 409],
    ['in its first second', start, 202],
    ['in the grace after it', start + periodSeconds + closeGraceSeconds - 1, 202],
    ['after the grace', start + periodSeconds + closeGraceSeconds, 409],
  ])('answers a proof that comes %s', async (_when, second, status) => {
    chainAt(second);
    expect((await put(encodePoStMessage([entry(0)]))).status).toBe(status);
  });

  it('refuses proofs of a period that was closed', async () => {
    const status = 'CLOSED' as const;
    await db().period.create({ data: { index: period, status } });
    const answer = await put(encodePoStMessage([entry(0)]));
    await db().period.delete({ where: { index: period } });
    expect(await refusal(answer)).toEqual([409, 'PROOF_PERIOD_CLOSED']);
  });

  it('refuses what is no message, too long or signed by others', async () => {
    const junk = await put(new Uint8Array(randomBytes(50)));
    expect(await refusal(junk)).toEqual([400, 'PROOF_BAD_POST_MESSAGE']);
    expect(await refusal(await put(new Uint8Array(1_000_000)))).toEqual([413, 'BODY_TOO_LARGE']);
    const stolen = await put(encodePoStMessage([entry(0)]), period, newAccount());
    expect(await refusal(stolen)).toEqual([401, 'SIGNATURE_INVALID']);
  });

  it('refuses endless messages for one period', async () => {
    for (let i = 0; i < 8; i++) expect((await put(encodePoStMessage([entry(0)]))).status).toBe(202);
    const answer = await put(encodePoStMessage([entry(0)]));
    expect(await refusal(answer)).toEqual([429, 'PROOF_TOO_MANY']);
  });
});
