import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InboxEvent } from '@/lib/core/protocol/inbox';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, pgPool } from '@/lib/server/db';
import { startTestDatabase, type TestDatabase, waitFor } from '@/tests/support';
import { acknowledgeInbox, followInbox, inboxStart, listInbox, notify, notifyAll } from '.';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

let made = 0;
const someone = () => `0x${(++made).toString(16).padStart(40, 'a')}` as Address;
const note = (recipient: Address, i: number, dedupeKey?: string) => ({
  recipient,
  type: 'settled',
  payload: { i },
  ...(dedupeKey === undefined ? {} : { dedupeKey }),
});
const numbers = async (recipient: Address) =>
  (await db().inboxEvent.findMany({ where: { recipient }, orderBy: { seq: 'asc' } })).map((e) =>
    Number(e.seq),
  );
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** Something to wait for that somebody else opens. */
function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

/** Collects events until told to stop. */
function collect(recipient: Address, after = 0n) {
  const events: InboxEvent[] = [];
  const stop = new AbortController();
  const done = (async () => {
    for await (const event of followInbox(recipient, after, stop.signal)) events.push(event);
  })();
  return {
    events,
    seqs: () => events.map((e) => Number(e.seq)),
    async stop() {
      stop.abort();
      await done;
    },
  };
}

describe('notify', () => {
  test('numbers from 1 without gaps while many write, some of whom fail', async () => {
    const recipient = someone();
    const writes = Array.from({ length: 40 }, (_, i) =>
      db()
        .$transaction(async (tx) => {
          await notify(tx, note(recipient, i));
          if (i % 4 === 0) throw new Error('rolled back');
        })
        .catch((error: Error) => expect(error.message).toBe('rolled back')),
    );
    await Promise.all(writes);
    expect(await numbers(recipient)).toEqual(upTo(30));
  });

  test('works without a transaction of the caller as well', async () => {
    const recipient = someone();
    await Promise.all(upTo(12).map((i) => notify(db(), note(recipient, i))));
    expect(await numbers(recipient)).toEqual(upTo(12));
  });

  test('tells a fact once, and the repetition leaves no gap', async () => {
    const recipient = someone();
    await Promise.all(upTo(10).map((i) => notify(db(), note(recipient, i, 'same'))));
    await notify(db(), note(recipient, 99));
    await notify(db(), note(someone(), 1, 'same'));
    expect(await numbers(recipient)).toEqual([1, 2]);
  });

  test('addresses are compared without case', async () => {
    const recipient = someone();
    await notify(db(), note(recipient.replace('0xa', '0xA') as Address, 1));
    expect(await numbers(recipient)).toEqual([1]);
  });

  test('two writers that tell the same people in different order do not wait in a ring', async () => {
    const [a, b] = [someone(), someone()];
    const rounds = upTo(20).map((i) =>
      db().$transaction((tx) =>
        notifyAll(tx, i % 2 === 0 ? [note(a, i), note(b, i)] : [note(b, i), note(a, i)]),
      ),
    );
    await Promise.all(rounds);
    expect(await numbers(a)).toEqual(upTo(20));
    expect(await numbers(b)).toEqual(upTo(20));
  });
});

describe('followInbox', () => {
  test('gives what was there, then what comes, in order and once', async () => {
    const recipient = someone();
    for (const i of upTo(3)) await notify(db(), note(recipient, i));
    const reader = collect(recipient);
    await waitFor(() => reader.events.length === 3);
    await Promise.all(upTo(150).map((i) => notify(db(), note(recipient, i))));
    await waitFor(() => reader.events.length === 153);
    expect(reader.seqs()).toEqual(upTo(153));
    await reader.stop();
  });

  test('continues after Last-Event-ID and skips nothing over many reconnections', async () => {
    const recipient = someone();
    const seen: number[] = [];
    const writing = (async () => {
      for (const i of upTo(120)) await notify(db(), note(recipient, i));
    })();
    while (seen.length < 120) {
      const stop = new AbortController();
      let taken = 0;
      for await (const event of followInbox(recipient, BigInt(seen.length), stop.signal)) {
        seen.push(Number(event.seq));
        if (++taken === 7 || seen.length === 120) break;
      }
      stop.abort();
    }
    await writing;
    expect(seen).toEqual(upTo(120));
  });

  test('a number that is written but not committed holds back later ones', async () => {
    const recipient = someone();
    const reader = collect(recipient);
    const written = gate();
    const mayCommit = gate();
    const held = db().$transaction(async (tx) => {
      await notify(tx, note(recipient, 1));
      written.open();
      await mayCommit.passed;
    });
    await written.passed;
    const second = notify(db(), note(recipient, 2));
    await notify(db(), note(someone(), 1));
    expect(reader.seqs()).toEqual([]);
    mayCommit.open();
    await Promise.all([held, second]);
    await waitFor(() => reader.events.length === 2);
    expect(reader.events.map((e) => e.payload)).toEqual([{ i: 1 }, { i: 2 }]);
    await reader.stop();
  });

  test('survives the loss of its connection', async () => {
    const recipient = someone();
    const reader = collect(recipient);
    const listeners = () =>
      pgPool().query(
        `SELECT pid FROM pg_stat_activity
         WHERE application_name = 'msp-inbox' AND datname = current_database() AND state = 'idle'`,
      );
    await waitFor(async () => (await listeners()).rowCount === 1);
    const before = (await listeners()).rows[0].pid;
    await pgPool().query('SELECT pg_terminate_backend($1)', [before]);
    await notify(db(), note(recipient, 1));
    await waitFor(() => reader.events.length === 1);
    expect((await listeners()).rows[0].pid).not.toBe(before);
    await reader.stop();
  });

  test('one connection for all readers, closed after the last', async () => {
    const connections = async () =>
      (
        await pgPool().query(
          `SELECT 1 FROM pg_stat_activity
           WHERE application_name = 'msp-inbox' AND datname = current_database()`,
        )
      ).rowCount;
    const readers = upTo(5).map(() => collect(someone()));
    await waitFor(async () => (await connections()) === 1);
    for (const reader of readers) await reader.stop();
    await waitFor(async () => (await connections()) === 0);
  });
});

describe('acknowledging', () => {
  test('never moves back nor ahead, and is where a reader without a number continues', async () => {
    const recipient = someone();
    for (const i of upTo(5)) await notify(db(), note(recipient, i));
    expect(await inboxStart(recipient, null)).toBe(0n);
    await acknowledgeInbox(recipient, 3n);
    await acknowledgeInbox(recipient, 2n);
    expect(await inboxStart(recipient, null)).toBe(3n);
    expect(await inboxStart(recipient, 1n)).toBe(1n);
    expect(await inboxStart(recipient, 5n)).toBe(5n);
    expect(await inboxStart(recipient, 6n)).toBe(3n); // never given: the data was replaced
    await acknowledgeInbox(recipient, 1000n);
    expect(await inboxStart(recipient, null)).toBe(5n);
    expect(await inboxStart(someone(), null)).toBe(0n);
  });
});

describe('listInbox', () => {
  /** A deal of a client about a file of this name. */
  async function dealOf(client: Address, filename: string): Promise<string> {
    const bytes = 1n;
    const about = { owner: client, filename, contentType: 'text/plain', bytes };
    const upload = { create: { id: randomUUID(), ...about, expiresAt: new Date(2e12) } };
    const terms = { client, tier: 'day', durationPeriods: 10, fileBytes: bytes, k: 1 };
    return (await db().deal.create({ data: { ...terms, upload } })).id;
  }

  test('names the file of a client’s own deal, and of nobody else’s', async () => {
    const [owner, stranger] = [someone(), someone()];
    const dealId = await dealOf(owner, 'whole life.txt');
    for (const recipient of [owner, stranger]) {
      await notify(db(), { recipient, type: 'deal.completed', payload: { dealId } });
      await notify(db(), { recipient, type: 'settled', payload: { amount: '1' } });
      await notify(db(), { recipient, type: 'deal.failed', payload: { dealId: randomUUID() } });
    }
    const names = async (recipient: Address) =>
      (await listInbox(recipient, { limit: 10 })).items.map(({ file }) => file);
    expect(await names(owner)).toEqual([undefined, undefined, 'whole life.txt']);
    expect(await names(stranger)).toEqual([undefined, undefined, undefined]);
  });
});
