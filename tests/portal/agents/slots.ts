import { describe, expect, it } from 'vitest';
import * as slotsRoute from '@/app/api/agent/slots/route';
import { buildSlotTable, isInSlotTable } from '@/lib/core/deals';
import { agentSlots } from '@/lib/core/protocol';
import { db } from '@/lib/server/db';
import { slotPlanOf } from '@/lib/server/lifecycle';
import { makeSlot, randomHash } from '../rows';
import { call } from '../support';
import type { AgentWorld } from './agent-world';

export function slotsOfAnAgent(agent: AgentWorld): void {
  describe('slots of an agent', () => {
    it('lists open slots with a path that leads to the slot table of the contract', async () => {
      await makeSlot(agent.deal.id, 1, 1, agent.node, {
        state: 'PRECOMMITTED',
        commR: randomHash(),
      });
      await makeSlot(agent.deal.id, 2, 1, agent.node, { state: 'ENDED' });
      await makeSlot(agent.deal.id, 3, 1, agent.node, { state: 'VACANT' });
      const body = await (
        await call(slotsRoute.GET, '/api/agent/slots', { headers: agent.headers })
      ).json();
      const { slots } = agentSlots.parse(body);
      expect(slots.map(({ slot, generation }) => [slot, generation])).toEqual([
        [0, 0],
        [1, 1],
      ]);
      const [first, replacement] = slots;
      expect(first).toMatchObject({
        deal: agent.address,
        payloadBytes: 500,
        sectorBytes: 2048,
        dealState: 'PENDING',
        closing: false,
        hotCopy: false,
      });
      expect(replacement?.path).toEqual([]);

      const rows = await db().slot.findMany({
        where: { dealId: agent.deal.id, generation: 0 },
        orderBy: { index: 'asc' },
      });
      const { root } = buildSlotTable(rows.map(slotPlanOf));
      const plan = { ...first!.plan, hoursMap: BigInt(first!.plan.hoursMap) };
      expect(isInSlotTable(root, plan, first!.path)).toBe(true);
      expect(isInSlotTable(root, { ...plan, rate: plan.rate + 1n }, first!.path)).toBe(false);

      await db().deal.update({ where: { id: agent.deal.id }, data: { slotsRoot: root } });
      for (let i = 0; i < 2; i++) {
        const again = await call(slotsRoute.GET, '/api/agent/slots', { headers: agent.headers });
        expect(await again.json()).toEqual(body);
      }
    });

    it('lists all of very many slots, each once', async () => {
      const [model] = await db().slot.findMany({
        where: { dealId: agent.deal.id, node: agent.node },
      });
      const more = Array.from({ length: 450 }, (_, i) => ({
        ...model!,
        index: 3,
        generation: i + 1,
      }));
      await db().slot.createMany({ data: more });
      const body = await (
        await call(slotsRoute.GET, '/api/agent/slots', { headers: agent.headers })
      ).json();
      const seen = body.slots.map((slot: { slot: number; generation: number }) =>
        [slot.slot, slot.generation].join('/'),
      );
      expect(seen).toHaveLength(451);
      expect(new Set(seen).size).toBe(451);
    });

    it('tells of the end and of hot copies', async () => {
      const data = { status: 'CLOSING', tier: 'instant', accrualEnd: 77n } as const;
      await db().deal.update({ where: { id: agent.deal.id }, data });
      const body = await (
        await call(slotsRoute.GET, '/api/agent/slots', { headers: agent.headers })
      ).json();
      expect(body.slots[0]).toMatchObject({
        dealState: 'ACTIVE',
        closing: true,
        hotCopy: true,
        accrualEnd: '77',
      });
    });
  });
}
