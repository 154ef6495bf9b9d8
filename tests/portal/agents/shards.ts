import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import * as shardRoute from '@/app/api/agent/shards/[deal]/[slot]/[generation]/route';
import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';
import { randomAddress } from '../rows';
import { agentAuth, call, newAccount, refusal } from '../support';
import { type AgentWorld, slotOf } from './agent-world';

export function shardsOfAnAgent(agent: AgentWorld): void {
  describe('shards', () => {
    const shard = randomBytes(500);
    const get = (params: Record<string, string>, extra = {}, method = 'GET') =>
      call(method === 'HEAD' ? shardRoute.HEAD : shardRoute.GET, '/api/agent/shards', {
        method,
        params,
        headers: { ...agent.headers, ...extra },
      });

    beforeEach(async () => {
      const slot = await db().slot.findFirstOrThrow({ where: { dealId: agent.deal.id, index: 0 } });
      await objectStore().put(`shards/${slot.commD.slice(2)}`, shard);
    });

    const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

    it('are served whole, in part and from an offset on', async () => {
      const whole = await get(slotOf(agent));
      expect([whole.status, whole.headers.get('content-length')]).toEqual([200, '500']);
      expect((await bodyOf(whole)).equals(shard)).toBe(true);
      const part = await get(slotOf(agent), { range: 'bytes=10-19' });
      expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/500']);
      expect((await bodyOf(part)).equals(shard.subarray(10, 20))).toBe(true);
      const rest = await get(slotOf(agent), {
        range: 'bytes=490-',
        'if-range': whole.headers.get('etag'),
      });
      expect((await bodyOf(rest)).equals(shard.subarray(490))).toBe(true);
      const other = await get(slotOf(agent), { range: 'bytes=490-', 'if-range': '"other"' });
      expect(other.status).toBe(200);
      const head = await get(slotOf(agent), {}, 'HEAD');
      expect([head.status, head.headers.get('content-length'), head.body]).toEqual([
        200,
        '500',
        null,
      ]);
    });

    it('are refused to everyone else, outside the bytes and after the end', async () => {
      expect(await refusal(await get(slotOf(agent, 1)))).toEqual([403, 'SLOT_FOREIGN']);
      expect(await refusal(await get(slotOf(agent, 9)))).toEqual([404, 'SLOT_NOT_FOUND']);
      expect(await refusal(await get({ ...slotOf(agent), deal: randomAddress() }))).toEqual([
        404,
        'SLOT_NOT_FOUND',
      ]);
      expect(await refusal(await get({ ...slotOf(agent), slot: '-1' }))).toEqual([
        400,
        'BAD_REQUEST',
      ]);
      const outside = await get(slotOf(agent), { range: 'bytes=500-' });
      expect(outside.headers.get('content-range')).toBe('bytes */500');
      expect(await refusal(outside)).toEqual([416, 'RANGE_NOT_SATISFIABLE']);
      agent.headers = await agentAuth(newAccount());
      expect(await refusal(await get(slotOf(agent)))).toEqual([403, 'SLOT_FOREIGN']);
      agent.headers = await agentAuth(agent.account);
      await db().slot.updateMany({ where: { dealId: agent.deal.id }, data: { state: 'ENDED' } });
      expect(await refusal(await get(slotOf(agent)))).toEqual([409, 'SLOT_WRONG_STATE']);
    });

    it('say so when the portal keeps them no longer', async () => {
      const slot = await db().slot.findFirstOrThrow({ where: { dealId: agent.deal.id, index: 0 } });
      await objectStore().delete(`shards/${slot.commD.slice(2)}`);
      expect(await refusal(await get(slotOf(agent)))).toEqual([410, 'SHARD_MISSING']);
    });
  });
}
