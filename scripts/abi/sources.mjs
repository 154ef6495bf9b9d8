/**
 * What is generated: file, exported constant, the contract whose whole ABI it holds, and contracts
 * whose errors and events may surface through a call to it, so that viem can decode them.
 */
export const abiSources = [
  {
    file: 'micro-node-registry',
    constant: 'microNodeRegistryAbi',
    contract: 'IMicroNodeRegistry',
    errorsOf: [],
    eventsOf: [],
  },
  {
    file: 'storage-deal-factory',
    constant: 'storageDealFactoryAbi',
    contract: 'IStorageDealFactory',
    errorsOf: ['IMicroNodeRegistry', 'IStorageDeal', 'IBeacon'],
    eventsOf: ['IMicroNodeRegistry'],
  },
  {
    file: 'storage-deal',
    constant: 'storageDealAbi',
    contract: 'IStorageDeal',
    errorsOf: ['IMicroNodeRegistry', 'IStorageDealFactory', 'IProofLedger', 'IBeacon'],
    eventsOf: ['IMicroNodeRegistry'],
  },
  {
    file: 'proof-ledger',
    constant: 'proofLedgerAbi',
    contract: 'IProofLedger',
    errorsOf: [],
    eventsOf: [],
  },
  {
    file: 'beacon',
    constant: 'localBeaconAbi',
    contract: 'IRecordingBeacon',
    source: 'IBeacon',
    errorsOf: [],
    eventsOf: [],
  },
  {
    file: 'forwarder',
    constant: 'forwarderAbi',
    contract: 'ERC2771Forwarder',
    errorsOf: [],
    eventsOf: [],
  },
];
