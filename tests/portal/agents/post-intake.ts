import { randomBytes } from 'node:crypto';
import { keccak256 } from 'viem';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as postRoute from '@/app/api/agent/proofs/post/[period]/route';
import { encodePoStMessage } from '@/lib/core/proofs';
import { postReceipts, profiles } from '@/lib/core/protocol';
import * as chainClients from '@/lib/server/chain/clients';
import { db } from '@/lib/server/db';
import { makeSlot, randomAddress, randomHash, waitingJobs } from '../rows';
import { agentAuth, call, newAccount, refusal } from '../support';
import type { AgentWorld } from './agent-world';
import { proofHeaders } from './proof-headers';

export function postIntake(agent: AgentWorld): void {
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
      await db().slot.updateMany({
        where: { dealId: agent.deal.id, index: { lt: 2 } },
        data: live,
      });
    });

    afterEach(() => {
      vi.restoreAllMocks();
    });

    const entry = (slot: number, generation = 0, of = agent.address) => ({
      deal: of,
      slot,
      generation,
      proof: new Uint8Array(randomBytes(100)),
    });

    async function put(raw: Uint8Array, of = period, signer = agent.account) {
      const sent = await proofHeaders(agent, raw, of, signer);
      return call(postRoute.PUT, '/api/agent/proofs/post', {
        method: 'PUT',
        raw: raw as BodyInit,
        headers: sent,
        params: { period: `${of}` },
      });
    }

    it('hands out the receipts of a message to its node, and says what is still to come', async () => {
      const fetched = async (by = agent.headers) => {
        const answer = await call(postRoute.GET, '/api/agent/proofs/post', {
          headers: by,
          params: { period: `${period}` },
        });
        return postReceipts.parse(await answer.json());
      };
      expect(await fetched()).toEqual({ waiting: 0, receipts: [], refused: [] });
      await put(encodePoStMessage([entry(0)]));
      expect(await fetched()).toEqual({ waiting: 1, receipts: [], refused: [] });
      const signature = `0x${'5'.repeat(130)}` as const;
      const receipt = {
        deal: agent.address,
        slot: 0,
        generation: 0,
        digest: randomHash(),
        signature,
      };
      await db().postSubmission.updateMany({
        where: { operator: agent.node },
        data: { receipts: [receipt] },
      });
      expect(await fetched()).toEqual({ waiting: 0, receipts: [receipt], refused: [] });
      expect(await fetched(await agentAuth(newAccount()))).toEqual({
        waiting: 0,
        receipts: [],
        refused: [],
      });
    });

    it('keeps a message and says which sectors it took', async () => {
      await makeSlot(agent.deal.id, 2, 1, agent.node, { state: 'ENDED', start: 900n, end: 999n });
      await makeSlot(agent.deal.id, 3, 1, agent.node, { state: 'ENDED', start: 900n, end: 1000n });
      await makeSlot(agent.deal.id, 1, 1, agent.node, { state: 'OFFERED' });
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
      const rows = await db().postSubmission.findMany({ where: { operator: agent.node } });
      expect(rows).toMatchObject([{ period, digest: keccak256(raw), bytes: raw.length }]);
      expect(await waitingJobs('verify-post')).toContainEqual({ submissionId: rows[0]?.id });

      expect(await (await put(raw)).json()).toEqual(result);
      expect(await db().postSubmission.count({ where: { operator: agent.node } })).toBe(1);
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
      expect(await db().postSubmission.count({ where: { operator: agent.node } })).toBe(1);
    });

    it('keeps nothing of a message without a sector of the node', async () => {
      const response = await put(encodePoStMessage([entry(1)]));
      expect(await response.json()).toMatchObject({
        accepted: 0,
        rejected: [{ reason: 'not-your-slot' }],
      });
      expect(await db().postSubmission.count({ where: { operator: agent.node } })).toBe(0);
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
      for (let i = 0; i < 8; i++)
        expect((await put(encodePoStMessage([entry(0)]))).status).toBe(202);
      const answer = await put(encodePoStMessage([entry(0)]));
      expect(await refusal(answer)).toEqual([429, 'PROOF_TOO_MANY']);
    });
  });
}
