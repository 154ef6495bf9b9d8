import { randomBytes } from 'node:crypto';
import { keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import * as porepRoute from '@/app/api/agent/proofs/porep/[deal]/[slot]/[generation]/route';
import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';
import { randomAddress, waitingJobs } from '../rows';
import { call, newAccount, refusal } from '../support';
import { type AgentWorld, slotOf } from './agent-world';
import { proofHeaders } from './proof-headers';

export function porepIntake(agent: AgentWorld): void {
  describe('PoRep intake', () => {
    const proof = () => new Uint8Array(randomBytes(300));
    const put = (raw: Uint8Array, sent: Record<string, string>, params = slotOf(agent)) =>
      call(porepRoute.PUT, '/api/agent/proofs/porep', {
        method: 'PUT',
        raw: raw as BodyInit,
        headers: sent,
        params,
      });

    it('keeps the body and waits for its digest on chain', async () => {
      const bytes = proof();
      const sent = await proofHeaders(agent, bytes, 0n);
      const first = await put(bytes, sent);
      expect(first.status).toBe(202);
      const { submissionId } = await first.json();
      expect(await (await put(bytes, sent)).json()).toEqual({ submissionId });
      const row = await db().porepSubmission.findUniqueOrThrow({ where: { id: submissionId } });
      expect(row).toMatchObject({
        operator: agent.node,
        slot: 0,
        generation: 0,
        bytes: 300,
        status: 'RECEIVED',
      });
      expect(row.objectKey).toBe(`proofs/porep/${agent.address}/0/0/${keccak256(bytes)}`);
      expect(Buffer.from(await objectStore().bytes(row.objectKey)).equals(bytes)).toBe(true);
      expect(await waitingJobs('verify-porep')).not.toContainEqual({ submissionId });
    });

    it('has it verified at once when the digest is on chain already', async () => {
      const bytes = proof();
      const data = { state: 'PRECOMMITTED', proofDigest: keccak256(bytes) } as const;
      await db().slot.updateMany({ where: { dealId: agent.deal.id, index: 0 }, data });
      const { submissionId } = await (
        await put(bytes, await proofHeaders(agent, bytes, 0n))
      ).json();
      expect(await waitingJobs('verify-porep')).toContainEqual({ submissionId });
    });

    it('refuses a body that is not what its digest says', async () => {
      const bytes = proof();
      const sent = await proofHeaders(agent, bytes, 0n);
      const changed = bytes.slice();
      changed[7]! ^= 1;
      expect(await refusal(await put(changed, sent))).toEqual([400, 'PROOF_DIGEST_MISMATCH']);
      expect(await refusal(await put(new Uint8Array(), sent))).toEqual([400, 'BODY_MISSING']);
      expect(await db().porepSubmission.count({ where: { dealId: agent.deal.id } })).toBe(0);
    });

    it('refuses signatures of others, for a period or for another operator', async () => {
      const bytes = proof();
      const wrong = [
        await proofHeaders(agent, bytes, 0n, newAccount()),
        await proofHeaders(agent, bytes, 5n),
        await proofHeaders(agent, bytes, 0n, agent.account, randomAddress()),
      ];
      for (const sent of wrong) {
        expect(await refusal(await put(bytes, sent))).toEqual([401, 'SIGNATURE_INVALID']);
      }
      expect(await refusal(await put(bytes, agent.headers))).toEqual([400, 'BAD_REQUEST']);
    });

    it('refuses bodies that no honest proof can be, and slots of others', async () => {
      const long = new Uint8Array(200_000);
      const answer = await put(long, await proofHeaders(agent, long, 0n));
      expect(await refusal(answer)).toEqual([413, 'BODY_TOO_LARGE']);
      const bytes = proof();
      const foreign = await put(bytes, await proofHeaders(agent, bytes, 0n), slotOf(agent, 1));
      expect(await refusal(foreign)).toEqual([403, 'SLOT_FOREIGN']);
    });

    it('refuses proofs of live and ended slots, and endless tries', async () => {
      const bytes = proof();
      for (const state of ['PROVED', 'LIVE', 'ENDED', 'VACANT'] as const) {
        await db().slot.updateMany({ where: { dealId: agent.deal.id, index: 0 }, data: { state } });
        const answer = await put(bytes, await proofHeaders(agent, bytes, 0n));
        expect(await refusal(answer)).toEqual([409, 'SLOT_WRONG_STATE']);
      }
      await db().slot.updateMany({
        where: { dealId: agent.deal.id, index: 0 },
        data: { state: 'OFFERED' },
      });
      for (let i = 0; i < 12; i++) {
        const another = proof();
        expect((await put(another, await proofHeaders(agent, another, 0n))).status).toBe(202);
      }
      const answer = await put(bytes, await proofHeaders(agent, bytes, 0n));
      expect(await refusal(answer)).toEqual([429, 'PROOF_TOO_MANY']);
    });
  });
}
