import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor';
import { parseRange, rangeHeaders } from './range';
import { remoteAddress } from './remote-address';
import { eventStream, type ServerEvent } from './sse';

describe('Range', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=5-', { start: 5, end: 99 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    [null, null],
    ['bytes=-', null],
    ['bytes=0-1,5-6', null],
    ['items=0-1', null],
  ])('%s of 100 bytes is %j', (header, range) => {
    expect(parseRange(header, 100)).toEqual(range);
  });

  it.each(['bytes=100-', 'bytes=7-3', 'bytes=-0'])('%s of 100 bytes is impossible', (header) => {
    expect(() => parseRange(header, 100)).toThrowError(/100 bytes/);
  });

  it('describes whole and partial answers', () => {
    expect(rangeHeaders(null, 100)).toMatchObject({ 'Content-Length': '100' });
    expect(rangeHeaders({ start: 90, end: 99 }, 100)).toMatchObject({
      'Content-Length': '10',
      'Content-Range': 'bytes 90-99/100',
    });
  });
});

describe('cursors', () => {
  it('come back as they went', () => {
    expect(decodeCursor(encodeCursor(['a', 'ü|"']), 2)).toEqual(['a', 'ü|"']);
  });

  it.each([encodeCursor(['one']), 'nonsense', Buffer.from('[1,2]').toString('base64url')])(
    'of other lists are refused: %s',
    (cursor) => {
      expect(() => decodeCursor(cursor, 2)).toThrowError(/not from this list/);
    },
  );
});

it('takes the address that the nearest proxy saw', () => {
  const from = (headers: Record<string, string>) =>
    remoteAddress(new Request('http://portal/', { headers }));
  expect(from({ 'x-forwarded-for': '198.51.100.7, 203.0.113.9' })).toBe('203.0.113.9');
  expect(from({})).toBe('unknown');
});

describe('event streams', () => {
  const request = (signal?: AbortSignal) => new Request('http://portal/', { signal });

  it('write id, event and data, with bigints as text', async () => {
    async function* source(): AsyncIterable<ServerEvent> {
      yield { id: '7', event: 'settled', data: { amount: 5n } };
      yield { event: 'deal', data: 'line\nbreak' };
    }
    const response = eventStream(request(), () => source());
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toBe(
      ': open\n\nid: 7\nevent: settled\ndata: {"amount":"5"}\n\nevent: deal\ndata: "line\\nbreak"\n\n',
    );
  });

  it.each(['reader', 'request'])('stop their source when the %s goes away', async (who) => {
    const gone = new AbortController();
    const stopped = new Promise<void>((resolve) => {
      const response = eventStream(request(gone.signal), async function* (signal) {
        try {
          yield { event: 'first', data: 1 };
          if (signal.aborted) return;
          await new Promise((end) => signal.addEventListener('abort', end, { once: true }));
        } finally {
          resolve();
        }
      });
      const reader = response.body?.getReader();
      void reader?.read().then(() => (who === 'reader' ? reader.cancel() : gone.abort()));
    });
    await stopped;
  });
});
