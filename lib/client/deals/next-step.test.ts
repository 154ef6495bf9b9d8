import { describe, expect, it } from 'vitest';
import { dealStatuses } from '@/lib/core/protocol/deals';
import { type NextAction, nextStepOf } from './next-step';
import { timelineOf } from './timeline';

const deal = (over: Partial<Parameters<typeof nextStepOf>[0]> = {}) => ({
  status: 'PENDING' as const,
  provedSlots: 7,
  slotCount: 12,
  address: `0x${'a'.repeat(40)}` as const,
  ...over,
});
const runway = (level: 'full' | 'fine' | 'low' | 'empty') => ({
  periods: 5n,
  seconds: 300,
  until: 0,
  share: 0.5,
  level,
});

describe('what happens next', () => {
  const actions: Record<string, NextAction> = {
    REVIEW: 'review',
    COMPLETED: 'store-again',
    CANCELLED: 'store-again',
    FAILED: 'store-again',
  };

  it.each(dealStatuses)('is said for %s in plain sentences', (status) => {
    const step = nextStepOf(deal({ status }));
    expect(step.sentence).toMatch(/^[A-Z].{15,}\.$/);
    expect(step.sentence).not.toMatch(/[A-Z]{4,}|undefined|null/);
    expect(step.action).toBe(actions[status] ?? 'none');
  });

  it('counts proved sectors, and asks to start only when all are', () => {
    expect(nextStepOf(deal()).sentence).toContain('7 of 12');
    const ready = nextStepOf(deal({ provedSlots: 12 }), { startBy: '21 Nov, 08:40' });
    expect(ready.action).toBe('start');
    expect(ready.sentence).toContain('21 Nov, 08:40');
    expect(nextStepOf(deal({ provedSlots: 0, slotCount: 0 })).action).toBe('none');
  });

  it('asks for money only when it runs short', () => {
    const status = 'ACTIVE' as const;
    expect(nextStepOf(deal({ status }), { runway: runway('full') }).sentence).toContain(
      'to the end of the term',
    );
    const fine = nextStepOf(deal({ status }), { runway: runway('fine'), runwayText: 'for 2 days' });
    expect(fine).toMatchObject({ action: 'none', tone: 'good' });
    const low = nextStepOf(deal({ status }), { runway: runway('low'), runwayText: 'for 5 min' });
    expect(low).toMatchObject({ action: 'top-up', tone: 'warn' });
    expect(low.sentence).toContain('for 5 min');
    expect(nextStepOf(deal({ status }), { runway: runway('empty') }).sentence).toMatch(/used up/);
  });

  it('says why a deal failed, and that nothing was paid only where that is true', () => {
    const failure = { code: 'NO_CAPACITY', message: '6 computers are needed and 2 can be used.' };
    const before = nextStepOf(deal({ status: 'FAILED', failure }));
    expect(before.sentence).toContain(failure.message);
    expect(before.sentence).toContain('Nothing was paid');
    const after = nextStepOf(deal({ status: 'FAILED', failure, startPeriod: 5n }));
    expect(after.sentence).not.toContain('Nothing was paid');
  });

  it('says what helps against each failure', () => {
    const failed = (code: string) =>
      nextStepOf(deal({ status: 'FAILED', failure: { code, message: 'It failed.' } })).sentence;
    const codes = ['NO_CAPACITY', 'LAYOUT_IMPOSSIBLE', 'PUBLISH_REFUSED', 'UPLOAD_LOST'];
    const said = codes.map(failed);
    expect(new Set(said).size).toBe(codes.length);
    expect(said).not.toContain(failed('SOMETHING_NEW'));
  });

  it('tells a deal that its client cancelled from one whose plan expired', () => {
    const failure = { code: 'REVIEW_EXPIRED', message: 'Its plan was not confirmed in time.' };
    const expired = nextStepOf(deal({ status: 'CANCELLED', failure }));
    expect(expired.sentence).toMatch(/not confirmed within two days/);
    expect(nextStepOf(deal({ status: 'CANCELLED' })).sentence).not.toMatch(/two days/);
  });
});

describe('the time line', () => {
  it('has one current step, done ones before it and open ones behind it', () => {
    for (const status of dealStatuses) {
      const states = timelineOf(deal({ status })).map(({ state }) => state);
      const pattern = states.map((state) => state[0]).join('');
      expect(pattern).toMatch(/^d*[cs]?t*$/);
      expect(states).toHaveLength(6);
    }
  });

  it('shows how far sealing is, then that the client may start', () => {
    expect(timelineOf(deal())[2]).toMatchObject({ label: 'Sealing 7/12', state: 'current' });
    expect(timelineOf(deal({ provedSlots: 12 }))[3]).toMatchObject({ state: 'current' });
  });

  it('ends at a stop when the deal failed', () => {
    const steps = timelineOf(deal({ status: 'FAILED' }));
    expect(steps.filter(({ state }) => state === 'stopped')).toHaveLength(1);
  });
});
