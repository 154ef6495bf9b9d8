import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepStream } from './event-stream';

/** What the browser's class does with its state; the network is in the test's hands. */
class Stream extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly CLOSED = 2;
  static all: Stream[] = [];
  readyState = Stream.CONNECTING;

  constructor(readonly url: string) {
    super();
    Stream.all.push(this);
  }

  close(): void {
    this.readyState = Stream.CLOSED;
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

beforeEach(() => {
  Stream.all = [];
  vi.stubGlobal('EventSource', Stream);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const start = () => {
  const attach = vi.fn();
  let asked = 0;
  const stop = keepStream(() => `/events?${++asked}`, attach);
  return { attach, stop };
};

it('opens another stream when an answer has ended the first', () => {
  const { attach } = start();
  Stream.all[0]?.fail(Stream.CLOSED);
  vi.runAllTimers();
  expect(Stream.all.map(({ url }) => url)).toEqual(['/events?1', '/events?2']);
  expect(attach).toHaveBeenLastCalledWith(Stream.all[1]);
});

it('leaves a cut connection to the browser', () => {
  start();
  Stream.all[0]?.fail(Stream.CONNECTING);
  vi.runAllTimers();
  expect(Stream.all).toHaveLength(1);
});

it('opens nothing after it was stopped', () => {
  const { stop } = start();
  Stream.all[0]?.fail(Stream.CLOSED);
  stop();
  vi.runAllTimers();
  expect(Stream.all).toHaveLength(1);
  expect(Stream.all[0]?.readyState).toBe(Stream.CLOSED);
});
