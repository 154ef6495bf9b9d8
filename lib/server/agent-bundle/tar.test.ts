import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { tar } from './tar';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((dir) => rm(dir, { recursive: true }))));

const files = [
  { name: 'a/run.mjs', content: Buffer.alloc(1300, 7), mode: 0o755 },
  { name: 'a/empty.txt', content: Buffer.alloc(0), mode: 0o644 },
  { name: 'a/block.txt', content: Buffer.alloc(512, 'x'), mode: 0o644 },
];

it('makes an archive that tar unpacks to the same files', async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'tar-test-'));
  folders.push(dir);
  await writeFile(path.join(dir, 'x.tar'), tar(files));
  await promisify(execFile)('tar', ['-xf', 'x.tar'], { cwd: dir });
  for (const { name, content, mode } of files) {
    expect(await readFile(path.join(dir, name))).toEqual(content);
    expect((await stat(path.join(dir, name))).mode & 0o700).toBe(mode & 0o700);
  }
});

it('is the same every time, and refuses a name that does not fit', () => {
  expect(tar(files)).toEqual(tar(files));
  const name = 'n'.repeat(101);
  expect(() => tar([{ name, content: Buffer.alloc(1), mode: 0o644 }])).toThrow(RangeError);
});
