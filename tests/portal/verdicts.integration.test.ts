import { keccak256 } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as metricsRoute from '@/app/api/metrics/route';
import * as leafRoute from '@/app/api/verdicts/[period]/leaf/[deal]/[slot]/[generation]/route';
import * as proofRoute from '@/app/api/verdicts/[period]/proof/[deal]/[slot]/[generation]/route';
import * as verdictsRoute from '@/app/api/verdicts/[period]/route';
import { isInLedger, publishVerdicts } from '@/lib/core/deals';
import { encodePoStMessage } from '@/lib/core/proofs';
import { objectKeys, verdictFile, verdictLeaf } from '@/lib/core/protocol';
import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { makeDeal, randomAddress, randomHash } from './rows';
import { call, refusal, withoutChain } from './support';

let database: TestDatabase;
let cleanUp: () => void;
const deal = randomAddress();
const period = 41n;

const body = (slot: number) => new Uint8Array(100).fill(slot + 1);
const entry = (slot: number) => ({
  due: true,
  digest: keccak256(body(slot)),
  verdict: 'accepted' as const,
  leaf: {
    deal,
    slot,
    generation: 0,
    provenPeriods: 9n,
    fulfilments: 8,
    commitments: 9,
    lastAccepted: period,
  },
});
const seed = randomHash();
const published = publishVerdicts({ chainId: 31337, period, seed, entries: [entry(0), entry(1)] });

beforeAll(async () => {
  database = await startTestDatabase();
  cleanUp = withoutChain();
  await objectStore().put(objectKeys.verdicts(period), published.bytes);
});

afterAll(async () => {
  await database.stop();
  cleanUp();
});

const file = (of: bigint | string) =>
  call(verdictsRoute.GET, '/x', { params: { period: `${of}` } });
const leaf = (slot: number) =>
  call(leafRoute.GET, '/x', {
    params: { period: `${period}`, deal, slot: `${slot}`, generation: '0' },
  });

it('serves the file that the manifest hash is of, and leaves with their path', async () => {
  const { tree, manifestHash } = published;
  expect(await refusal(await file(period))).toEqual([404, 'VERDICTS_NOT_FOUND']);
  const data = { index: period, status: 'CLOSED', root: tree.root, manifestHash } as const;
  await db().period.create({ data });

  const bytes = new Uint8Array(await (await file(period)).arrayBuffer());
  expect(keccak256(bytes)).toBe(manifestHash);
  expect(verdictFile.parse(JSON.parse(new TextDecoder().decode(bytes))).entries).toHaveLength(2);

  const found = verdictLeaf.parse(await (await leaf(1)).json());
  expect(found).toMatchObject({ root: tree.root, posted: false });
  const work = entry(1).leaf;
  expect(isInLedger(tree.root, work, found.path)).toBe(true);
  expect(isInLedger(tree.root, { ...work, provenPeriods: 10n }, found.path)).toBe(false);

  await db().period.update({ where: { index: period }, data: { status: 'POSTED' } });
  expect(verdictLeaf.parse(await (await leaf(1)).json()).posted).toBe(true);
  expect(await refusal(await leaf(2))).toEqual([404, 'SLOT_NOT_FOUND']);
  expect(await refusal(await file('nonsense'))).toEqual([400, 'BAD_REQUEST']);
});

it('serves the proof that a verdict is about, as long as it is kept', async () => {
  const proof = (slot: number, of = period) =>
    call(proofRoute.GET, '/x', {
      params: { period: `${of}`, deal, slot: `${slot}`, generation: '0' },
    });
  const { id: dealId } = await makeDeal(randomAddress(), { status: 'ACTIVE', address: deal });
  const entries = [0, 1].map((slot) => ({ deal, slot, generation: 0, proof: body(slot) }));
  const objectKey = objectKeys.post(period, randomAddress(), randomHash());
  await objectStore().put(objectKey, encodePoStMessage(entries));
  const message = { period, operator: randomAddress(), digest: randomHash(), objectKey, bytes: 1 };
  const { id: submissionId } = await db().postSubmission.create({ data: message });
  const verdict = { submissionId, dealId, generation: 0, period, status: 'ACCEPTED' as const };
  await db().postVerdict.create({ data: { ...verdict, slot: 1, digest: entry(1).digest } });

  const bytes = new Uint8Array(await (await proof(1)).arrayBuffer());
  expect(keccak256(bytes)).toBe(entry(1).digest);
  expect(await refusal(await proof(0))).toEqual([404, 'PROOF_NOT_FOUND']);
  expect(await refusal(await proof(2))).toEqual([404, 'SLOT_NOT_FOUND']);
  expect(await refusal(await proof(1, 999n))).toEqual([404, 'VERDICTS_NOT_FOUND']);
  await objectStore().delete(objectKey);
  expect(await refusal(await proof(1))).toEqual([404, 'PROOF_NOT_FOUND']);
});

it('counts deals, periods and requests in the metrics, chain or no chain', async () => {
  await makeDeal(randomAddress(), { status: 'ACTIVE' });
  await file(7n);
  const text = await (await call(metricsRoute.GET, '/api/metrics')).text();
  expect(text).toContain('msp_deals{status="ACTIVE"} 2');
  expect(text).toContain('msp_periods{status="POSTED"} 1');
  expect(text).toMatch(/request_seconds_count\{[^}]*route="\/api\/verdicts\/:period"[^}]*"404"/);
  expect(text).not.toContain('msp_chain_lag_blocks{');
});
