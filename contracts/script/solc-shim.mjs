#!/usr/bin/env node
/**
 * Looks like the native `solc` to forge, works with the compiler from npm: no download, any platform.
 * Forge asks `--version`, or writes standard JSON to stdin and reads standard JSON from stdout.
 */
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const solc = createRequire(import.meta.url)('solc');

/** A pipe takes less than the whole text at once, so write until nothing is left. */
function writeAll(text) {
  const bytes = Buffer.from(text);
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(1, bytes, offset);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

if (process.argv.includes('--version')) {
  writeAll(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`);
} else {
  writeAll(solc.compile(readFileSync(0, 'utf8')));
}
