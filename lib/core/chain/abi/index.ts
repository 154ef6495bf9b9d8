// Written by `npm run abi` from the contracts. Do not edit.

export { forwarderAbi } from './forwarder';
export { localBeaconAbi } from './beacon';
export { microNodeRegistryAbi } from './micro-node-registry';
export { proofLedgerAbi } from './proof-ledger';
export { storageDealAbi } from './storage-deal';
export { storageDealFactoryAbi } from './storage-deal-factory';
