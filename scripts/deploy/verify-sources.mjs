import { compilerVersion, contractIdentifier, standardInput } from './source-input.mjs';
import { verifySource } from './sourcify.mjs';

/** Contracts of a deployment record by the name of their address. */
const contractOf = (key, chainId) =>
  ({
    annex: 'StorageDealAnnex',
    beacon: chainId === 31337 ? 'LocalBeacon' : 'FilecoinBeacon',
    extension: 'StorageDealExtension',
    factory: 'StorageDealFactory',
    forwarder: 'ERC2771Forwarder',
    implementation: 'StorageDeal',
    ledger: 'ProofLedger',
    registry: 'MicroNodeRegistry',
  })[key];

/**
 * Publishes the sources of a whole deployment. One refusal does not keep the others from being
 * shown; what is verified already is passed over, so it is safe to run again.
 *
 * @param {{ chainId: number, addresses: Record<string, string> }} record
 * @param {{ server?: string, log?: (line: string) => void, pollMs?: number }} [options]
 * @returns {Promise<string[]>} contracts that could not be verified, each with the reason
 */
export async function verifySources(record, { server, log = () => {}, pollMs } = {}) {
  const failed = [];
  for (const [key, address] of Object.entries(record.addresses)) {
    const name = contractOf(key, record.chainId);
    try {
      if (!name) throw new Error('nothing is known about this contract');
      const request = {
        server,
        pollMs,
        chainId: record.chainId,
        address,
        identifier: contractIdentifier(name),
        compilerVersion: compilerVersion(),
        input: await standardInput(name),
      };
      log(`${name} at ${address}: ${await verifySource(request)}`);
    } catch (error) {
      const reason = error.cause?.code ?? error.message;
      log(`${name ?? key} at ${address}: not verified, ${reason}`);
      failed.push(`${name ?? key}: ${reason}`);
    }
  }
  return failed;
}
