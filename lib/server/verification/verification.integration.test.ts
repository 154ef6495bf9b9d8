import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytesToHex, decodeFunctionData, type Hex, recoverTypedDataAddress } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { storageDealAbi } from '@/lib/core/chain/abi';
import { encodePoStMessage, proofDigest } from '@/lib/core/proofs';
import { platformDomain, postReceiptTypes } from '@/lib/core/protocol';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { commPOfFile, generateWindowPoSt, sealCommit, sealSector } from '@/lib/engine';
import { receiptsOf } from '@/lib/server/agents';
import { deployment } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { makeLiveDeal } from '@/lib/server/lifecycle/testing/live-deal';
import { address, running, startTestFolder, word } from '@/lib/server/lifecycle/testing/world';
import { objectStore } from '@/lib/server/object-store';
import * as chain from '@/lib/server/periods/chain-now';
import { periodProofs } from '@/lib/server/periods/period-proofs';
import * as seeds from '@/lib/server/periods/period-seed';
import { anvilKeys, setTestEnv, startTestDatabase, type TestDatabase } from '@/tests/support';
import { testAccounts } from '@/tests/support/chain-test';
import { type ProvenSlot, postInputs, sealInputs } from './public-inputs';
import { retryFailedPoreps } from './retry-poreps';
import { closeVerifiers } from './verifier';
import { verifyPoreps } from './verify-poreps';
import { verifyPosts } from './verify-posts';

const PAYLOAD = Buffer.alloc(1500, 'some shard ');
const BEACON = word(0xbea);
const PUBLICATION = word(0x9b);
const NODE = address(0xa_0000);

let database: TestDatabase;
let folder: ReturnType<typeof startTestFolder>;
let deal: Hex;
let dealId: string;
let slot: ProvenSlot;
let sealed: { porep: Uint8Array; dir: string };

beforeAll(async () => {
  database = await startTestDatabase();
  folder = startTestFolder();
  ({ id: dealId, deal } = await makeLiveDeal({ slots: [{}, {}], publicationSeed: PUBLICATION }));
  await seal();
});
afterAll(async () => {
  await closeVerifiers();
  await database.stop();
  folder.remove();
});
beforeEach(async () => {
  await db().porepSubmission.deleteMany();
  await db().postSubmission.deleteMany();
  await db().transaction.deleteMany();
});

/** Seals slot 0 as its node would. */
async function seal(): Promise<void> {
  const payloadFile = path.join(folder.dir, 'payload');
  const dir = path.join(folder.dir, 'sector');
  writeFileSync(payloadFile, PAYLOAD);
  const { commD } = await commPOfFile(payloadFile, PAYLOAD.length, 2048);
  const base = { deal, slot: 0, generation: 0, node: NODE, sectorBytes: 2048 };
  const commDHex = bytesToHex(commD);
  const open = sealInputs(
    { ...base, commD: commDHex, commR: word(0) },
    { publicationSeed: PUBLICATION, beaconValue: BEACON },
  );
  const { params, proverId, sectorId, ticket, seed } = open;
  const replica = { params, proverId, sectorId, ticket, commD, dir };
  const { commR } = await sealSector({ ...replica, payloadFile, payloadBytes: PAYLOAD.length });
  const porep = await sealCommit({ ...replica, commR, seed });
  slot = { ...base, commD: commDHex, commR: bytesToHex(commR) };
  sealed = { porep, dir };
  await db().slot.update({
    where: { dealId_index_generation: { dealId, index: 0, generation: 0 } },
    data: { commD: slot.commD, commR: slot.commR },
  });
}

/** The node handed in a body, and its slot waits for the word on `claimed`. */
async function handIn(body: Uint8Array, claimed: Hex | null, index = 0): Promise<string> {
  const digest = proofDigest(body);
  const objectKey = objectKeys.porep(deal, index, 0, digest);
  await objectStore().put(objectKey, body);
  await db().slot.update({
    where: { dealId_index_generation: { dealId, index, generation: 0 } },
    data: { state: 'PRECOMMITTED', proofDigest: claimed, beaconValue: claimed && BEACON },
  });
  const row = await db().porepSubmission.create({
    data: { dealId, slot: index, generation: 0, operator: NODE, digest, objectKey, bytes: 1 },
  });
  return row.id;
}

const verdictsSent = async () => {
  const rows = await db().transaction.findMany({ orderBy: { createdAt: 'asc' } });
  return rows.map((row) => {
    const call = decodeFunctionData({ abi: storageDealAbi, data: row.data as Hex });
    return { key: row.idempotencyKey, verdicts: call.args?.[0] };
  });
};
const submission = (id: string) => db().porepSubmission.findUniqueOrThrow({ where: { id } });

describe('verifyPoreps', () => {
  it('accepts a true proof and hands the verdict to the chain once', async () => {
    const digest = proofDigest(sealed.porep);
    const id = await handIn(sealed.porep, digest);
    await Promise.all([verifyPoreps(id, running()), verifyPoreps(id, running())]);
    await verifyPoreps(id, running());
    expect(await submission(id)).toMatchObject({ status: 'ACCEPTED', reason: null });
    expect(await verdictsSent()).toEqual([
      {
        key: `porep:${deal}:0:0:${digest}`,
        verdicts: [{ slot: 0, generation: 0, digest, accepted: true }],
      },
    ]);
  });

  it('rejects a proof with one byte changed, and says why', async () => {
    const forged = Uint8Array.from(sealed.porep);
    forged[forged.length - 1] = forged[forged.length - 1]! ^ 1;
    const id = await handIn(forged, proofDigest(forged));
    await verifyPoreps(id, running());
    const row = await submission(id);
    expect(row.status).toBe('REJECTED');
    expect(row.reason).toMatch(/mismatch|canonical/);
    expect((await verdictsSent())[0]?.verdicts).toMatchObject([{ accepted: false }]);
  });

  it('waits for the same digest on the final chain', async () => {
    const id = await handIn(sealed.porep, null);
    await verifyPoreps(id, running());
    expect((await submission(id)).status).toBe('RECEIVED');
    await db().slot.updateMany({
      where: { dealId, index: 0 },
      data: { proofDigest: word(5), beaconValue: BEACON },
    });
    await verifyPoreps(id, running());
    expect((await submission(id)).status).toBe('RECEIVED');
    expect(await verdictsSent()).toEqual([]);
  });

  it('judges the others of a deal though the body of one is lost', async () => {
    const other = Buffer.from('a body that gets lost');
    const lost = await handIn(other, proofDigest(other), 1);
    await objectStore().delete((await submission(lost)).objectKey);
    const id = await handIn(sealed.porep, proofDigest(sealed.porep));
    await verifyPoreps(id, running());
    expect((await submission(id)).status).toBe('ACCEPTED');
    expect((await submission(lost)).status).toBe('RECEIVED');
    await expect(verifyPoreps(lost, running())).rejects.toThrow(/missing/);
  });

  it('sends verdicts on one deal together, and one by one after a refusal', async () => {
    const other = Buffer.from('no proof at all');
    const first = await handIn(sealed.porep, proofDigest(sealed.porep));
    await handIn(other, proofDigest(other), 1);
    await verifyPoreps(first, running());
    const [batch, ...more] = await verdictsSent();
    expect(more).toEqual([]);
    expect(batch?.key).toContain(':batch:');
    expect(batch?.verdicts).toMatchObject([
      { slot: 0, accepted: true },
      { slot: 1, accepted: false },
    ]);
    await db().transaction.updateMany({
      data: { status: 'FAILED', errorCode: 'WRONG_GENERATION' },
    });
    await db().slot.updateMany({ where: { dealId, index: 1 }, data: { state: 'ENDED' } });
    await retryFailedPoreps();
    await retryFailedPoreps();
    const [, single, ...rest] = await verdictsSent();
    expect(rest).toEqual([]);
    expect(single?.verdicts).toMatchObject([{ slot: 0, accepted: true }]);
  });

  it('waits for nobody’s lock while no verdict is missing on chain', async () => {
    const other = Buffer.from('no proof at all');
    const first = await handIn(sealed.porep, proofDigest(sealed.porep));
    await handIn(other, proofDigest(other), 1);
    await verifyPoreps(first, running());
    await db().transaction.updateMany({ data: { status: 'FAILED', errorCode: 'REVERTED' } });
    await db().slot.updateMany({ where: { dealId }, data: { state: 'PROVED' } });
    await db().$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM "Deal" WHERE "id" = ${dealId} FOR UPDATE`;
        await retryFailedPoreps(); // would never return if it asked for the lock
      },
      { timeout: 50_000 },
    );
    expect(await verdictsSent()).toHaveLength(1);
  });

  it('rejects a body that is not the one that was announced', async () => {
    const id = await handIn(sealed.porep, proofDigest(sealed.porep));
    const { objectKey } = await submission(id);
    await objectStore().put(objectKey, Buffer.from('swapped'));
    await verifyPoreps(id, running());
    expect(await submission(id)).toMatchObject({ status: 'REJECTED', reason: 'digest-mismatch' });
  });
});

const PERIOD = 1005n;
const SEED = word(0x5eed);

async function post(entries: Parameters<typeof encodePoStMessage>[0], operator: string = NODE) {
  const body = encodePoStMessage(entries);
  const digest = proofDigest(body);
  const objectKey = objectKeys.post(PERIOD, operator, digest);
  await objectStore().put(objectKey, body);
  const row = await db().postSubmission.create({
    data: { period: PERIOD, operator, digest, objectKey, bytes: body.length },
  });
  return row.id;
}

async function trueProof(seed: Hex = SEED): Promise<Uint8Array> {
  const { params, sectorId, seed: slotSeed } = postInputs(slot, seed);
  return generateWindowPoSt({ dir: sealed.dir, params, sectorId, seed: slotSeed });
}

describe('verifyPosts', () => {
  /** Unix seconds of a second of the period or, if larger, after it. */
  const chainIsAt = (second: number) =>
    vi.spyOn(chain, 'chainNow').mockResolvedValue(Number(PERIOD) * 20 + second);
  beforeEach(() => void chainIsAt(10));
  afterEach(() => void vi.restoreAllMocks());
  beforeAll(async () => {
    await db().period.upsert({
      where: { index: PERIOD },
      create: { index: PERIOD, seed: SEED },
      update: { seed: SEED },
    });
  });
  const verdicts = () => db().postVerdict.findMany({ orderBy: { slot: 'asc' } });

  it('accepts the proof of this period and rejects that of another', async () => {
    const proof = await trueProof();
    const id = await post([{ deal, slot: 0, generation: 0, proof }]);
    await Promise.all([verifyPosts(id), verifyPosts(id)]);
    expect(await verdicts()).toMatchObject([
      { dealId, slot: 0, period: PERIOD, status: 'ACCEPTED', digest: proofDigest(proof) },
    ]);
    await db().postSubmission.deleteMany();
    const stale = await post([{ deal, slot: 0, generation: 0, proof: await trueProof(word(1)) }]);
    await verifyPosts(stale);
    expect(await verdicts()).toMatchObject([{ status: 'REJECTED' }]);
  });

  it('takes the word of a node that a sector is skipped, until a proof follows', async () => {
    const proof = await trueProof();
    const id = await post([{ deal, slot: 0, generation: 0, proof: new Uint8Array() }]);
    await verifyPosts(id);
    expect(await verdicts()).toMatchObject([{ slot: 0, status: 'SKIPPED', reason: null }]);
    expect(await periodProofs(db(), PERIOD)).toEqual(new Map());
    await verifyPosts(await post([{ deal, slot: 0, generation: 0, proof }]));
    const handedIn = [...(await periodProofs(db(), PERIOD)).values()];
    expect(handedIn).toEqual([{ digest: proofDigest(proof), accepted: true }]);
  });

  it('judges no slot that the sender does not hold', async () => {
    const proof = await trueProof();
    const id = await post([{ deal, slot: 0, generation: 0, proof }], address(0xbad));
    await verifyPosts(id);
    expect(await verdicts()).toEqual([]);
    const row = await db().postSubmission.findUniqueOrThrow({ where: { id } });
    expect(row.verifiedAt).not.toBeNull();
  });

  it('waits while the seed of its period is not final', async () => {
    await db().period.update({ where: { index: PERIOD }, data: { seed: null } });
    vi.spyOn(seeds, 'periodSeed').mockResolvedValueOnce(null);
    const id = await post([{ deal, slot: 0, generation: 0, proof: await trueProof() }]);
    expect(await verifyPosts(id)).toBe('too-early');
    const row = await db().postSubmission.findUniqueOrThrow({ where: { id } });
    expect(row.verifiedAt).toBeNull();
    await db().period.update({ where: { index: PERIOD }, data: { seed: SEED } });
    expect(await verifyPosts(id)).toBe('done');
    expect(await verdicts()).toMatchObject([{ status: 'ACCEPTED' }]);
  });

  it('receipts every proof that came in time, before anybody can judge it, for its node alone', async () => {
    await db().period.update({ where: { index: PERIOD }, data: { seed: null } });
    vi.spyOn(seeds, 'periodSeed').mockResolvedValueOnce(null);
    const proof = await trueProof(word(1)); // wrong, but in time
    const foreign = { deal, slot: 7, generation: 0, proof };
    const id = await post([{ deal, slot: 0, generation: 0, proof }, foreign]);
    expect(await receiptsOf(NODE, PERIOD)).toEqual({ waiting: 1, receipts: [], refused: [] });
    expect(await verifyPosts(id)).toBe('too-early');
    const digest = proofDigest(proof);
    const { waiting, receipts } = await receiptsOf(NODE, PERIOD);
    expect(waiting).toBe(0);
    expect(receipts).toMatchObject([{ deal, slot: 0, generation: 0, digest }]);
    const signer = await recoverTypedDataAddress({
      domain: platformDomain(31337, deployment().contracts.registry),
      types: postReceiptTypes,
      primaryType: 'PoStReceipt',
      message: { deal, slot: 0, generation: 0, period: PERIOD, digest },
      signature: receipts[0]!.signature,
    });
    expect(signer).toBe(testAccounts.verifier.address);
    expect(await receiptsOf(address(0xbad), PERIOD)).toEqual({
      waiting: 0,
      receipts: [],
      refused: [],
    });

    await db().period.update({ where: { index: PERIOD }, data: { seed: SEED } });
    expect(await verifyPosts(id)).toBe('done');
    expect(await verdicts()).toMatchObject([{ status: 'REJECTED' }]);
    expect((await receiptsOf(NODE, PERIOD)).receipts).toEqual(receipts);
    await verifyPosts(await post([{ deal, slot: 0, generation: 0, proof: new Uint8Array() }]));
    expect(await receiptsOf(NODE, PERIOD)).toEqual({ waiting: 0, receipts, refused: [] });
  });

  it('signs nothing for a body that can be no proof, and says so', async () => {
    const proof = await trueProof();
    const changed = (at: number, to: number) => Uint8Array.from(proof).fill(to, at, at + 1);
    const garbage = [
      Uint8Array.of(1),
      Uint8Array.from([...proof, 0]),
      proof.subarray(0, proof.length - 32),
      changed(1, 1), // the header of a PoRep
      changed(6, 1), // a header of another form
      changed(proof.length - 1, 0xff), // an element beyond the field's order
    ];
    for (const body of garbage) {
      await db().postSubmission.deleteMany();
      await verifyPosts(await post([{ deal, slot: 0, generation: 0, proof: body }]));
      const refusal = { deal, slot: 0, generation: 0, digest: proofDigest(body) };
      expect(await receiptsOf(NODE, PERIOD)).toEqual({
        ...{ waiting: 0, receipts: [], refused: [{ ...refusal, reason: 'malformed' }] },
      });
      expect(await verdicts()).toMatchObject([{ status: 'REJECTED' }]);
    }
  });

  it.each(['CLOSED', 'POSTED', 'VOID'] as const)(
    'signs nothing for a period that is %s',
    async (status) => {
      const proof = await trueProof();
      const refusal = { deal, slot: 0, generation: 0, digest: proofDigest(proof) };
      const none = { receipts: [], refused: [{ ...refusal, reason: 'period-closed' }] };
      const where = { index: PERIOD };
      await db().period.update({ where, data: { status } });
      try {
        await verifyPosts(await post([{ deal, slot: 0, generation: 0, proof }]));
        expect(await receiptsOf(NODE, PERIOD)).toEqual({ waiting: 0, ...none });
      } finally {
        await db().period.update({ where, data: { status: 'OPEN' } });
      }
    },
  );

  it('signs nothing for a period without a row before one that was closed', async () => {
    const later = { index: PERIOD + 3n, status: 'VOID' as const };
    await db().period.create({ data: later });
    try {
      await verifyPosts(await post([{ deal, slot: 0, generation: 0, proof: await trueProof() }]));
      const { receipts, refused } = await receiptsOf(NODE, PERIOD);
      expect(receipts).toEqual([]);
      expect(refused).toMatchObject([{ reason: 'period-closed' }]);
    } finally {
      await db().period.delete({ where: { index: later.index } });
    }
  });

  it('signs nothing for a period that nobody closed, but is over by the chain’s clock', async () => {
    const proof = await trueProof();
    const receipts = async () => {
      await db().postSubmission.deleteMany();
      await verifyPosts(await post([{ deal, slot: 0, generation: 0, proof }]));
      expect(await verdicts()).toMatchObject([{ status: 'ACCEPTED' }]);
      return receiptsOf(NODE, PERIOD);
    };
    // The intake's grace is 3 s, a worker's patience the period after it.
    chainIsAt(42);
    expect(await receipts()).toMatchObject({ receipts: [{ slot: 0 }], refused: [] });
    chainIsAt(43);
    expect(await receipts()).toMatchObject({
      ...{ receipts: [], refused: [{ slot: 0, reason: 'period-closed' }] },
    });
  });

  it('judges without receipts where the worker has no key to sign them', async () => {
    setTestEnv({ VERIFIER_KEY: '' });
    try {
      const id = await post([{ deal, slot: 0, generation: 0, proof: await trueProof() }]);
      expect(await verifyPosts(id)).toBe('done');
      expect(await receiptsOf(NODE, PERIOD)).toEqual({ waiting: 1, receipts: [], refused: [] });
      expect(await verdicts()).toMatchObject([{ status: 'ACCEPTED' }]);
    } finally {
      setTestEnv({ VERIFIER_KEY: anvilKeys[2] });
    }
  });

  it('sets an unreadable message aside', async () => {
    const id = await post([]);
    const { objectKey } = await db().postSubmission.findUniqueOrThrow({ where: { id } });
    await objectStore().put(objectKey, createHash('sha256').update('x').digest());
    await verifyPosts(id);
    expect(await verdicts()).toEqual([]);
  });
});
