import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const FOLDERS = ['app', 'components', 'lib', 'worker', 'node-agent/src', 'contracts/script'];
const SOURCE = /\.(ts|tsx|mjs|cjs|js)$/;

function sources(folder: string): string[] {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/\/(generated|node_modules|dist|testing)\/|\.test\.tsx?$/.test(file));
}

const existing = new Set(readdirSync(root));
const files = FOLDERS.filter((folder) => existing.has(folder.split('/')[0] ?? '')).flatMap(sources);

test('the environment is read in env.ts files alone', () => {
  expect(files.length).toBeGreaterThan(100);
  const readers = files.filter((file) =>
    /process\s*\.\s*env|process\[['"]env/.test(readFileSync(path.join(root, file), 'utf8')),
  );
  expect(readers.filter((file) => path.basename(file) !== 'env.ts')).toEqual([]);
  expect(readers).toContain('lib/server/env.ts');
});

test('every variable of the server is documented with its name', () => {
  const documented = readFileSync(path.join(root, 'docs/environment.md'), 'utf8');
  const example = readFileSync(path.join(root, '.env.example'), 'utf8');
  const named = ['lib/server/env.ts', 'worker/src/env.ts', 'node-agent/src/env.ts'].flatMap(
    (file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      return [...text.matchAll(/^\s+([A-Z][A-Z0-9_]{3,}):/gm)].map((match) => match[1] as string);
    },
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  const server = named.filter((name) => !name.startsWith('MICRO_NODE_'));
  expect(server.filter((name) => !new RegExp(`^#? ?${name}=`, 'm').test(example))).toEqual([]);
});
