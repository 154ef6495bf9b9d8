import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { contractsFolder } from '../forge/run.mjs';
import { abiSources } from './sources.mjs';

const BANNER = '// Written by `npm run abi` from the contracts. Do not edit.\n';

/** Reads forge's artefact of a contract. */
export async function readArtifact(contract, source = contract) {
  const file = path.join(contractsFolder, 'out', `${source}.sol`, `${contract}.json`);
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Parameter names may differ between interface and implementation, the signature may not. */
function key(item) {
  const types = (inputs) =>
    (inputs ?? []).map((i) => (i.components ? `(${types(i.components)})${i.type}` : i.type)).join();
  return `${item.type} ${item.name ?? ''}(${types(item.inputs)})`;
}

/** The contract's own ABI first, then foreign errors and events that are not in it yet. */
async function mergedAbi({ contract, source, errorsOf, eventsOf }) {
  const merged = new Map();
  const add = (items) => {
    for (const item of items) if (!merged.has(key(item))) merged.set(key(item), item);
  };
  add((await readArtifact(contract, source)).abi);
  for (const name of errorsOf) {
    add((await readArtifact(name)).abi.filter((item) => item.type === 'error'));
  }
  for (const name of eventsOf) {
    add((await readArtifact(name)).abi.filter((item) => item.type === 'event'));
  }
  return [...merged.values()];
}

/** File name → text of everything in `lib/core/chain/abi`. */
export async function renderAbis() {
  const files = new Map();
  for (const entry of abiSources) {
    const abi = await mergedAbi(entry);
    const doc = `/** ABI of ${entry.contract}, with the errors and events that surface through it. */\n`;
    const body = `export const ${entry.constant} = ${JSON.stringify(abi, null, 2)} as const;\n`;
    files.set(`${entry.file}.ts`, `${BANNER}\n${doc}${body}`);
  }
  const exports = abiSources.map((e) => `export { ${e.constant} } from './${e.file}';`).sort();
  files.set('index.ts', `${BANNER}\n${exports.join('\n')}\n`);
  return files;
}
