import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../../scripts/build-wasm.mjs', import.meta.url));

describe('the committed kernel', () => {
  it('is what its source compiles to', () => {
    const output = execFileSync(process.execPath, [SCRIPT, '--check'], { encoding: 'utf8' });
    expect(output).toMatch(/kernel\.wasm: \d+ bytes/);
  }, 60_000);
});
