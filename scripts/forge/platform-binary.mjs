import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const ARCH = { x64: 'amd64', arm64: 'arm64' };

/**
 * Path of a Foundry tool's own binary (`forge`, `anvil`). The npm wrapper beside it loses the
 * exit code of its child, so nothing may start the tools through it.
 */
export function platformBinary(tool) {
  const arch = ARCH[process.arch];
  const name = `@foundry-rs/${tool}-${process.platform}-${arch}`;
  const wrapper = require.resolve(`@foundry-rs/${tool}/package.json`);
  const file = process.platform === 'win32' ? `${tool}.exe` : tool;
  try {
    const found = createRequire(wrapper).resolve(`${name}/package.json`);
    return path.join(path.dirname(found), 'bin', file);
  } catch (cause) {
    throw new Error(
      `${tool} has no build for ${process.platform}/${process.arch}, or npm skipped optional packages`,
      { cause },
    );
  }
}
