/**
 * What is generated: file, exported constant, the contract whose whole ABI it holds, and contracts
 * whose errors and events may surface through a call to it, so that viem can decode them.
 */
export const abiSources = [
  {
    file: 'micro-node-registry',
    constant: 'microNodeRegistryAbi',
    contract: 'MicroNodeRegistry',
    errorsOf: [],
    eventsOf: [],
  },
  {
    file: 'storage-deal-factory',
    constant: 'storageDealFactoryAbi',
    contract: 'StorageDealFactory',
    errorsOf: ['IMicroNodeRegistry', 'IStorageDeal', 'IBeacon', 'Errors'],
    eventsOf: ['IMicroNodeRegistry'],
  },
  {
    // What a clone answers to: neither the core nor the extension alone has all of it.
    file: 'storage-deal',
    constant: 'storageDealAbi',
    contract: 'IStorageDeal',
    errorsOf: [
      'StorageDeal',
      'StorageDealExtension',
      'StorageDealAnnex',
      'IMicroNodeRegistry',
      'IStorageDealFactory',
      'IProofLedger',
      'IBeacon',
    ],
    eventsOf: ['IMicroNodeRegistry'],
  },
  {
    file: 'proof-ledger',
    constant: 'proofLedgerAbi',
    contract: 'ProofLedger',
    errorsOf: [],
    eventsOf: [],
  },
  {
    file: 'beacon',
    constant: 'localBeaconAbi',
    contract: 'LocalBeacon',
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
