#!/usr/bin/env node
/**
 * `node scripts/generate-abis.mjs [--check]`: builds the contracts and writes their typed ABIs and
 * the artefacts for deployment. With `--check` writes nothing and fails when a file is stale.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderArtifacts } from './abi/artifacts.mjs';
import { renderAbis } from './abi/render.mjs';
import { runForge } from './forge/run.mjs';

const root = path.resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');

/** Writes or compares one folder of generated files; returns the stale ones. */
async function place(folder, files) {
  const stale = [];
  await mkdir(path.join(root, folder), { recursive: true });
  for (const [name, text] of files) {
    const file = path.join(root, folder, name);
    const before = await readFile(file, 'utf8').catch(() => undefined);
    if (before === text) continue;
    stale.push(path.join(folder, name));
    if (!check) await writeFile(file, text);
  }
  return stale;
}

const code = await runForge(['build', '--skip', 'test', '--quiet']);
if (code !== 0) {
  process.exitCode = code;
} else {
  const stale = [
    ...(await place('lib/core/chain/abi', await renderAbis())),
    ...(await place('contracts/generated', await renderArtifacts())),
  ];
  for (const file of stale) console.log(`${check ? 'stale' : 'written'}: ${file}`);
  if (check && stale.length > 0) {
    console.error('Generated files are stale: run `npm run abi` and commit the result.');
    process.exitCode = 1;
  }
}
