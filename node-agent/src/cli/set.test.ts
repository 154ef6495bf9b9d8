import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeAt } from '../store/home';
import { lockHome } from '../store/lock';
import { createProgram } from './program';

let folder: string;
let home: string;
let said: string;

/** Runs a command in this process; a refusal is thrown. */
async function micro(...args: string[]): Promise<string> {
  said = '';
  const program = createProgram({
    env: { home, password: 'only for this test', logLevel: 'error' } as never,
    out: (text) => {
      said += text;
    },
    err: () => undefined,
    signal: new AbortController().signal,
  });
  await program.parseAsync(['node', 'micro-node', ...args]);
  return said;
}

const config = async () => JSON.parse(await readFile(path.join(home, 'config.json'), 'utf8'));

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'agent-set-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  home = await mkdtemp(path.join(folder, 'home-'));
  await micro('init', '--capacity', '2GiB', '--time-zone', 'UTC', '--light-kdf');
});

describe('set', () => {
  it('changes what is named and nothing else', async () => {
    const before = await config();
    const result = JSON.parse(
      await micro('set', '--rate', '7', '--accepting', 'no', '--capacity', '3GiB', '--json'),
    );
    expect(result).toMatchObject({
      changed: ['capacityBytes', 'accepting', 'rate'],
      hoursPerWeek: 168,
    });
    expect(await config()).toEqual({
      ...before,
      capacityBytes: `${3n << 30n}`,
      parameters: { ...before.parameters, accepting: false, rate: '7' },
    });
  });

  it('changes how much sealing may be felt', async () => {
    const set = async (...args: string[]) => JSON.parse(await micro('set', '--json', ...args));
    expect((await config()).sealing).toEqual({ lowPriority: false, atOnce: 1 });
    expect(
      await set('--low-priority', 'yes', '--pause-above', '30%', '--seal-at-once', '3'),
    ).toMatchObject({
      changed: ['lowPriority', 'pauseAbovePercent', 'atOnce'],
    });
    expect((await config()).sealing).toEqual({
      lowPriority: true,
      pauseAbovePercent: 30,
      atOnce: 3,
    });
    expect(await set('--rate', '9')).toMatchObject({ changed: ['rate'] });
    expect(await set('--pause-above', 'never')).toMatchObject({ changed: ['pauseAbovePercent'] });
    expect((await config()).sealing).toEqual({ lowPriority: true, atOnce: 3 });
    await expect(micro('set', '--pause-above', '0')).rejects.toThrow();
  });

  it('reads a configuration from before there were settings of sealing', async () => {
    const { sealing: _, ...older } = await config();
    await writeFile(path.join(home, 'config.json'), JSON.stringify(older));
    await micro('set', '--rate', '11');
    expect((await config()).sealing).toEqual({ lowPriority: false, atOnce: 1 });
  });

  it('takes new hours together with a span that fits them', async () => {
    const nights = ['--window', 'daily 22:00-06:00'];
    await expect(micro('set', ...nights)).rejects.toMatchObject({ code: 'AGENT_CONFIG_INVALID' });
    await micro('set', ...nights, '--max-span', '20');
    const { windows, parameters } = await config();
    expect(windows).toHaveLength(7);
    expect(parameters.maxSpan).toBe(20);
    expect(said).toContain('when you start');
  });

  it('leaves everything as it was when a value is wrong', async () => {
    const before = await config();
    for (const wrong of [
      [],
      ['--accepting', 'maybe'],
      ['--rate', '-1'],
      ['--payout', '0x12'],
      ['--min-file-size', '2GiB', '--max-file-size', '1GiB'],
      ['--time-zone', 'Mars/Olympus'],
      ['--max-span', '400'],
    ]) {
      await expect(micro('set', ...wrong), wrong.join(' ')).rejects.toThrow();
    }
    expect(await config()).toEqual(before);
  });

  it('says that an agent which runs has to be restarted', async () => {
    const lock = await lockHome(homeAt(home, undefined).lock);
    try {
      expect(await micro('set', '--rate', '8')).toContain(`process ${process.pid}`);
    } finally {
      await lock.release();
    }
  });
});
