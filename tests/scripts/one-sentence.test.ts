import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A checkout in which nothing is installed yet. */
function freshClone(): string {
  const clone = mkdtempSync(path.join(os.tmpdir(), 'clone-'));
  folders.push(clone);
  for (const file of ['scripts', 'package.json', 'package-lock.json']) {
    cpSync(path.join(root, file), path.join(clone, file), { recursive: true });
  }
  return clone;
}

function run(clone: string, script: string, flags: string[] = []) {
  const args = [...flags, path.join(clone, 'scripts', script)];
  const env = { PATH: path.join(clone, 'no-such-folder') } as unknown as NodeJS.ProcessEnv;
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: clone,
    env,
    encoding: 'utf8',
  });
  return { status, said: stderr.trim() };
}

/** Makes a program believe that it runs on another Node.js. */
const pretend = (version: string) => [
  '--import',
  `data:text/javascript,${encodeURIComponent(
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`,
  )}`,
];

test.each(['start.mjs', 'demo.mjs', 'test.mjs'])(
  '%s refuses a Node.js that is too old, before anything is installed',
  (script) => {
    expect(run(freshClone(), script, pretend('18.20.8'))).toEqual({
      status: 1,
      said: 'Node.js 20.19 or newer is needed; this is 18.20.8.',
    });
  },
);

test('npm start says that npm is missing', () => {
  const { status, said } = run(freshClone(), 'start.mjs');
  expect(status).toBe(1);
  expect(said).toBe('npm is needed and was not found on the PATH.');
});
