import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });

const root = path.resolve(import.meta.dirname, '..');
const NEEDED = [
  'scripts/check-imports.mjs',
  'scripts/lib/paths.mjs',
  '.dependency-cruiser.cjs',
  'tsconfig.json',
  'package.json',
];
/** Each file breaks one rule. */
const WRONG: Record<string, string> = {
  'lib/core/a.ts': "import fs from 'node:fs';\nexport const a = fs;\n",
  'lib/core/b.ts': "import { s } from '@/lib/server/s';\nexport const b = s;\n",
  'lib/core/p.ts': "import pg from 'pg';\nexport const p = pg;\n",
  'lib/engine/e.ts': "import { s } from '@/lib/server/s';\nexport const e = s;\n",
  'lib/server/s.ts': 'export const s = 1;\n',
  'lib/client/c.ts': "import { s } from '@/lib/server/s';\nexport const c = s;\n",
  'node-agent/src/n.ts': "import { s } from '@/lib/server/s';\nexport const n = s;\n",
  'app/r.ts': 'export const r = 1;\n',
  'worker/src/w.ts': "import { r } from '@/app/r';\nexport const w = r;\n",
};

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'imports-'));
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
  for (const file of NEEDED) cpSync(path.join(root, file), path.join(copy, file));
  for (const [file, text] of Object.entries(WRONG)) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    writeFileSync(path.join(copy, file), text);
  }
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function check(folder: string) {
  const args = [path.join(folder, 'scripts/check-imports.mjs')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

test('every import of this repository goes the one way', () => {
  const { status, output } = check(root);
  expect(output).toMatch(/\((\d{3,}) in TypeScript\), 0 violations/);
  expect(status).toBe(0);
});

test('an import that goes another way is named, with its rule', () => {
  const { status, output } = check(copy);
  expect(status).toBe(1);
  for (const line of [
    'core-is-pure: lib/core/a.ts → fs',
    'core-stands-alone: lib/core/b.ts → lib/server/s.ts',
    'core-uses-few-packages: lib/core/p.ts → ',
    'engine: lib/engine/e.ts → lib/server/s.ts',
    'client: lib/client/c.ts → lib/server/s.ts',
    'node-agent: node-agent/src/n.ts → lib/server/s.ts',
    'nothing-imports-app: worker/src/w.ts → app/r.ts',
  ]) {
    expect(output).toContain(line);
  }
});
