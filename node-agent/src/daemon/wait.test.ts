import { describe, expect, it } from 'vitest';
import { Alarm, backoff, linkSignal, Mutex, sleep } from './wait';

const HOUR = 3_600_000;

describe('Alarm', () => {
  it('keeps a wake that came while nobody waited, once', async () => {
    const { signal } = new AbortController();
    const alarm = new Alarm();
    alarm.wake();
    alarm.wake();
    await alarm.wait(HOUR, signal);
    let isOver = false;
    const second = alarm.wait(HOUR, signal).then(() => {
      isOver = true;
    });
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
    alarm.wake();
    await second;
  });

  it('ends when aborted', async () => {
    const stop = new AbortController();
    const waits = [new Alarm().wait(HOUR, stop.signal), sleep(HOUR, stop.signal)];
    stop.abort();
    await Promise.all(waits);
    await sleep(HOUR, stop.signal);
  });
});

describe('Mutex', () => {
  it('runs one at a time, urgent work first, and goes on after a failure', async () => {
    const mutex = new Mutex();
    const order: string[] = [];
    let running = 0;
    const work = (name: string, isUrgent = false) =>
      mutex.run(async () => {
        expect(++running).toBe(1);
        await new Promise(setImmediate);
        order.push(name);
        running--;
        if (name === 'b') throw new Error('b fails');
      }, isUrgent);
    const all = [work('a'), work('b'), work('c'), work('x', true), work('y', true)];
    expect((await Promise.allSettled(all)).map((r) => r.status)[1]).toBe('rejected');
    expect(order).toEqual(['a', 'x', 'y', 'b', 'c']);
  });
});

describe('linkSignal', () => {
  it('follows the outer signal until it is released', () => {
    const outer = new AbortController();
    const kept = linkSignal(outer.signal, HOUR);
    const released = linkSignal(outer.signal, HOUR);
    released.release();
    outer.abort(new Error('stop'));
    expect(kept.signal.reason).toMatchObject({ message: 'stop' });
    expect(released.signal.aborted).toBe(false);
    kept.release();
  });
});

it('grows pauses up to their maximum', () => {
  for (let attempt = 0; attempt < 60; attempt++) {
    const pause = backoff(attempt, 100, 5000);
    expect(pause).toBeGreaterThanOrEqual(Math.min(5000, 100 * 2 ** Math.min(attempt, 20)) / 2);
    expect(pause).toBeLessThanOrEqual(5000);
  }
});
