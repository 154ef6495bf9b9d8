import path from 'node:path';

/** Puts the contracts on a chain, or finds them there, and writes their addresses to a file. */
export async function deployContracts({ rpcUrl, profile, deploymentFile }) {
  const file = path.join(import.meta.dirname, '../deploy/deploy.mjs');
  const { deploy } = await import(file);
  return deploy({ rpcUrl, profile, deploymentFile });
}
