import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * Does a piece of work unless it was done before with the same inputs.
 *
 * @param {object} options
 * @param {string} options.stampFile where the inputs' hash of the last success is kept
 * @param {string[]} options.inputs files and folders (contents count, times do not, so that a fresh
 * clone is the same)
 * @param {string[]} [options.outputs] paths that must exist
 * @param {string} [options.salt] what else the result depends on
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} true when the work was done
 */
export async function onceFor({ stampFile, inputs, outputs = [], salt = '' }, work) {
  const hash = hashOf(inputs, salt);
  const done = fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === hash;
  if (done && outputs.every((output) => fs.existsSync(output))) return false;
  fs.rmSync(stampFile, { force: true });
  await work();
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(stampFile, hash);
  return true;
}

const SKIP = new Set(['node_modules', 'generated', 'dist', 'out', 'cache', '.next']);

function hashOf(inputs, salt) {
  const hash = createHash('sha256').update(salt);
  for (const file of inputs.flatMap(filesOf)) {
    hash.update(`\0${file}\0`).update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(input) {
  const stat = fs.statSync(input, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [input];
  return fs
    .readdirSync(input)
    .sort()
    .filter((name) => !SKIP.has(name) && !/\.test\.tsx?$/.test(name))
    .flatMap((name) => filesOf(path.join(input, name)));
}
