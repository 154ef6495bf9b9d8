/** Name in EIP-712's domain of the forwarder; part of the protocol. */
const FORWARDER_NAME = 'MicroStorageForwarder';

/**
 * Creates what does not exist yet, in the order in which the contracts need each other.
 *
 * @returns addresses of all contracts
 */
export async function createContracts(deployer, byName, settings, journal, log) {
  async function once(key, artifact, args) {
    const known = journal.contracts[key];
    if (known && (await deployer.hasCode(known))) return known;
    const { address, block } = await deployer.create(byName[artifact], args);
    await journal.add(key, address, block);
    log(`${artifact} at ${address}`);
    return address;
  }
  const { periodSeconds, rootDelay, disputeWindow, seedDelay, pushGas, postChallenges } = settings;
  const self = deployer.address;

  const forwarder = await once('forwarder', 'ERC2771Forwarder', [FORWARDER_NAME]);
  const times = [BigInt(periodSeconds), BigInt(rootDelay), BigInt(disputeWindow)];
  // The deployer holds every role until the real holders have theirs.
  const ledger = await once('ledger', 'ProofLedger', [self, settings.verifier, ...times]);
  const beaconArgs = [BigInt(periodSeconds), BigInt(seedDelay)];
  const beacon = settings.filecoin
    ? await once('beacon', 'FilecoinBeacon', [BigInt(settings.genesisTimestamp), ...beaconArgs])
    : await once('beacon', 'LocalBeacon', beaconArgs);
  const registry = await once('registry', 'MicroNodeRegistry', [ledger, forwarder, self]);
  const factoryArgs = [registry, beacon, self, settings.portal];
  const factory = await once('factory', 'StorageDealFactory', factoryArgs);

  const parts = { registry, ledger, beacon, factory, forwarder, pushGas, postChallenges };
  const annex = await once('annex', 'StorageDealAnnex', [parts]);
  const extension = await once('extension', 'StorageDealExtension', [parts, annex]);
  const implementation = await once('implementation', 'StorageDeal', [parts, extension]);
  const chosen = await deployer.read(byName.StorageDealFactory, factory, 'implementation');
  if (chosen.toLowerCase() !== implementation.toLowerCase()) {
    await deployer.call(byName.StorageDealFactory, factory, 'setImplementation', [implementation]);
  }
  return { registry, factory, ledger, beacon, forwarder, implementation, extension, annex };
}
