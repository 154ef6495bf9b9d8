import { keccak256, toHex, zeroHash } from 'viem';

const role = (name) => keccak256(toHex(name));

/** Every role that must be held, and by whom, once a deployment is complete. */
export function expectedRoles({ addresses, roles }) {
  const { registry, factory, ledger } = addresses;
  return [
    { on: registry, artifact: 'MicroNodeRegistry', name: 'FACTORY_ROLE', holder: factory },
    { on: factory, artifact: 'StorageDealFactory', name: 'PORTAL_ROLE', holder: roles.portal },
    { on: ledger, artifact: 'ProofLedger', name: 'VERIFIER_ROLE', holder: roles.verifier },
    ...delayed(addresses).map(([on, artifact]) => ({
      on,
      artifact,
      name: 'DEFAULT_ADMIN_ROLE',
      holder: roles.admin,
    })),
  ].map((entry) => ({
    ...entry,
    id: entry.name === 'DEFAULT_ADMIN_ROLE' ? zeroHash : role(entry.name),
  }));
}

/** The contracts whose roles change hands only after a delay. */
function delayed({ registry, factory, ledger }) {
  return [
    [registry, 'MicroNodeRegistry'],
    [factory, 'StorageDealFactory'],
    [ledger, 'ProofLedger'],
  ];
}

/**
 * Grants what is missing, sets the delay of later changes, then gives up the deployer's own rights
 * if another is to be admin.
 *
 * @param {number} roleDelay seconds; with 0 roles can still be granted at once
 */
export async function arrangeRoles(deployer, byName, record, roleDelay) {
  const entries = expectedRoles(record);
  for (const { on, artifact, id, holder } of entries) {
    const held = await deployer.read(byName[artifact], on, 'hasRole', [id, holder]);
    if (!held) await deployer.call(byName[artifact], on, 'grantRole', [id, holder]);
  }
  for (const [on, artifact] of delayed(record.addresses)) {
    const set = await deployer.read(byName[artifact], on, 'roleDelay');
    const delay = BigInt(roleDelay);
    if (set < delay) await deployer.call(byName[artifact], on, 'setRoleDelay', [delay]);
  }
  if (record.roles.admin.toLowerCase() === deployer.address.toLowerCase()) return;
  for (const { on, artifact, name, id } of entries) {
    if (name !== 'DEFAULT_ADMIN_ROLE') continue;
    const held = await deployer.read(byName[artifact], on, 'hasRole', [id, deployer.address]);
    const args = [id, deployer.address];
    if (held) await deployer.call(byName[artifact], on, 'renounceRole', args);
  }
}

/**
 * Reads every role back from the chain.
 *
 * @throws naming each role that is not held, any admin right that the deployer still has, and each
 *   contract whose roles could be changed faster than `roleDelay` seconds
 */
export async function checkRoles(deployer, byName, record, roleDelay) {
  const problems = [];
  for (const [on, artifact] of delayed(record.addresses)) {
    const set = await deployer.read(byName[artifact], on, 'roleDelay');
    if (set < BigInt(roleDelay)) problems.push(`${artifact} has a role delay of ${set} s`);
  }
  const entries = expectedRoles(record);
  for (const { on, artifact, name, id, holder } of entries) {
    if (!(await deployer.read(byName[artifact], on, 'hasRole', [id, holder]))) {
      problems.push(`${holder} lacks ${name} on ${artifact}`);
    }
    const foreign = deployer.address.toLowerCase() !== record.roles.admin.toLowerCase();
    if (name !== 'DEFAULT_ADMIN_ROLE' || !foreign) continue;
    if (await deployer.read(byName[artifact], on, 'hasRole', [id, deployer.address])) {
      problems.push(`the deployer is still admin of ${artifact}`);
    }
  }
  if (problems.length > 0) throw new Error(`roles are wrong: ${problems.join('; ')}`);
}
