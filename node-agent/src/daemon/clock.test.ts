import { describe, expect, it } from 'vitest';
import { PeriodClock } from './clock';

function setup() {
  const state = { now: 1_000_000, head: { number: 1n, timestamp: 2000n } };
  const clock = new PeriodClock({ head: async () => state.head }, 20, () => state.now);
  return { state, clock };
}

describe('PeriodClock', () => {
  it('carries the time of the newest block forward', async () => {
    const { state, clock } = setup();
    await clock.refresh();
    expect(clock.time()).toBe(2_000_000);
    state.now += 5000;
    expect(clock.period()).toBe(100n);
    expect(clock.untilStart(101n)).toBe(15_000);
  });

  it('is not set back by a block that arrives late', async () => {
    const { state, clock } = setup();
    await clock.refresh();
    state.now += 9000;
    await clock.refresh();
    expect(clock.time()).toBe(2_009_000);
  });

  it('follows a chain whose time jumps, forward or back to another chain', async () => {
    const { state, clock } = setup();
    await clock.refresh();
    state.head = { number: 2n, timestamp: 3000n };
    await clock.refresh();
    expect(clock.time()).toBe(3_000_000);
    state.head = { number: 0n, timestamp: 2990n };
    await clock.refresh();
    expect(clock.time()).toBe(2_990_000);
  });
});
