import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { keccak256, toHex } from 'viem';

const folder = path.resolve(import.meta.dirname, '../../contracts/generated');
const NAMES = [
  'ERC2771Forwarder',
  'FilecoinBeacon',
  'LocalBeacon',
  'MicroNodeRegistry',
  'ProofLedger',
  'StorageDeal',
  'StorageDealAnnex',
  'StorageDealExtension',
  'StorageDealFactory',
];

/**
 * Reads the committed artefacts of all contracts.
 *
 * @returns `byName`: ABI and bytecode of each; `hash`: keccak256 over all of them, by which a later
 * start knows whether a deployment is of this code
 */
export async function loadArtifacts() {
  const byName = {};
  let all = '';
  for (const name of NAMES) {
    const text = await readFile(path.join(folder, `${name}.json`), 'utf8');
    byName[name] = JSON.parse(text);
    all += text;
  }
  return { byName, hash: keccak256(toHex(all)) };
}
