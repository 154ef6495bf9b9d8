import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { onceFor } from '@/scripts/lib/stamp.mjs';

let folder: string;
let runs: number;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'msp-stamp-'));
  runs = 0;
  mkdirSync(path.join(folder, 'src'));
  write('src/a.ts', 'one');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string) {
  writeFileSync(path.join(folder, name), text);
}

function build(work = () => write('out', String(++runs))) {
  const options = {
    stampFile: path.join(folder, 'stamps/x'),
    inputs: [path.join(folder, 'src'), path.join(folder, 'absent')],
    outputs: [path.join(folder, 'out')],
  };
  return onceFor(options, async () => work());
}

test('works once for the same inputs and again when one changes, appears or goes', async () => {
  expect([await build(), await build()]).toEqual([true, false]);
  write('src/a.ts', 'two');
  expect([await build(), await build()]).toEqual([true, false]);
  write('src/b.ts', 'new');
  expect(await build()).toBe(true);
  rmSync(path.join(folder, 'src/b.ts'));
  expect(await build()).toBe(true);
});

test('tests are no input', async () => {
  await build();
  write('src/a.test.ts', 'test');
  expect(await build()).toBe(false);
});

test('works again when the output is gone or the last work failed', async () => {
  await build();
  rmSync(path.join(folder, 'out'));
  expect(await build()).toBe(true);
  write('src/a.ts', 'three');
  const failing = build(() => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  write('src/a.ts', 'one');
  expect(await build()).toBe(true);
});
