import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { contractsFolder } from '../forge/run.mjs';

const require = createRequire(import.meta.url);
const openZeppelin = path.dirname(require.resolve('@openzeppelin/contracts/package.json'));
const OZ = '@openzeppelin/contracts/';
const importLine = /^import\s[^"']*["']([^"']+)["'];/gm;

/** Where each deployed contract is written, as the compiler names the unit. */
const UNITS = {
  ERC2771Forwarder: `${OZ}metatx/ERC2771Forwarder.sol`,
  FilecoinBeacon: 'src/beacon/FilecoinBeacon.sol',
  LocalBeacon: 'src/beacon/LocalBeacon.sol',
};

/** `path:Name` of a contract, as explorers ask for it. */
export const contractIdentifier = (name) => `${UNITS[name] ?? `src/${name}.sol`}:${name}`;

const fileOf = (unit) =>
  unit.startsWith(OZ)
    ? path.join(openZeppelin, unit.slice(OZ.length))
    : path.join(contractsFolder, unit);

/** A unit and everything that it imports, under names that hold on every machine. */
async function closure(first) {
  const sources = {};
  const open = [first];
  for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
    if (sources[unit]) continue;
    const content = await readFile(fileOf(unit), 'utf8');
    sources[unit] = { content };
    for (const [, target] of content.matchAll(importLine)) {
      open.push(
        target.startsWith('.') ? path.posix.join(path.posix.dirname(unit), target) : target,
      );
    }
  }
  return Object.fromEntries(Object.entries(sources).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The compiler's standard JSON input from which anybody gets the bytecode that is deployed.
 * `settings` are those of contracts/foundry.toml; a test compiles the result and compares.
 *
 * @param {string} name of a deployed contract
 */
export async function standardInput(name) {
  const [unit] = contractIdentifier(name).split(':');
  return {
    language: 'Solidity',
    sources: await closure(unit),
    settings: {
      optimizer: { enabled: true, runs: 800 },
      evmVersion: 'cancun',
      metadata: { bytecodeHash: 'none', appendCBOR: false },
      outputSelection: { '*': { '*': ['evm.bytecode.object', 'evm.deployedBytecode.object'] } },
    },
  };
}

/** For example `0.8.37+commit.0123abcd`. */
export const compilerVersion = () =>
  require('solc')
    .version()
    .replace(/\.Emscripten.*$/, '');
