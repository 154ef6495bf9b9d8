import { readArtifact } from './render.mjs';

/** What the deployment creates, so that it needs no compiler. */
const DEPLOYED = [
  'ERC2771Forwarder',
  'ProofLedger',
  'LocalBeacon',
  'FilecoinBeacon',
  'MicroNodeRegistry',
  'StorageDealFactory',
  'StorageDealAnnex',
  'StorageDealExtension',
  'StorageDeal',
];

/** File name → text of everything in `contracts/generated`. */
export async function renderArtifacts() {
  const files = new Map();
  for (const contract of DEPLOYED) {
    const { abi, bytecode } = await readArtifact(contract);
    const json = { contract, abi, bytecode: bytecode.object };
    files.set(`${contract}.json`, `${JSON.stringify(json, null, 1)}\n`);
  }
  return files;
}
