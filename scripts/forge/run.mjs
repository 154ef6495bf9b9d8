import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { platformBinary } from './platform-binary.mjs';

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, '../..');
const shim = process.platform === 'win32' ? 'solc-shim.cmd' : 'solc-shim.mjs';

/** Folder of the Foundry project. */
export const contractsFolder = path.join(root, 'contracts');

/** Absolute, because solc cannot resolve imports inside a source that is named `../node_modules/…`. */
function remappings() {
  const wrapper = require.resolve('@layerzerolabs/toolbox-foundry/package.json');
  const oz = path.dirname(require.resolve('@openzeppelin/contracts/package.json'));
  return [
    `@openzeppelin/contracts/=${oz}/`,
    `forge-std/=${path.join(path.dirname(wrapper), 'lib/forge-std')}/`,
  ];
}

/** Environment in which forge finds compiler and imports, with further settings of forge. */
export function forgeEnvironment(settings = {}) {
  return {
    ...process.env,
    ...settings,
    FOUNDRY_REMAPPINGS: remappings().join('\n'),
    FOUNDRY_SOLC: path.join(contractsFolder, 'script', shim),
    FOUNDRY_DISABLE_NIGHTLY_WARNING: '1',
  };
}

/**
 * Runs forge in `contracts/` with the compiler from npm.
 *
 * @param {string[]} args arguments of forge
 * @param {{ stdio?: import('node:child_process').StdioOptions, settings?: Record<string, string> }} [options]
 *   `settings`: environment variables of forge
 * @returns {Promise<number>} exit code; 128 + n is not distinguished, a signal counts as 1
 */
export function runForge(args, { stdio = 'inherit', settings } = {}) {
  const env = forgeEnvironment(settings);
  return new Promise((resolve, reject) => {
    const child = spawn(platformBinary('forge'), args, { cwd: contractsFolder, env, stdio });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * As runForge, with what forge writes to its standard output. What it writes to its standard error is shown.
 *
 * @param {string[]} args arguments of forge
 * @param {{ settings?: Record<string, string> }} [options]
 * @returns {Promise<{ code: number, text: string }>}
 */
export function captureForge(args, { settings } = {}) {
  const options = {
    cwd: contractsFolder,
    env: forgeEnvironment(settings),
    stdio: ['ignore', 'pipe', 'inherit'],
  };
  return new Promise((resolve, reject) => {
    const child = spawn(platformBinary('forge'), args, options);
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, text: `${Buffer.concat(chunks)}` }));
  });
}
