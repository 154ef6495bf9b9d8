/**
 * What a deployment puts into immutables, by profile. The same figures are in
 * lib/core/protocol/profiles.ts for the rest of the platform; a test compares the two.
 */
const TIMES = {
  test: { periodSeconds: 20, rootDelay: 6, disputeWindow: 1, postChallenges: 2 },
  dev: { periodSeconds: 60, rootDelay: 6, disputeWindow: 1, postChallenges: 10 },
  production: { periodSeconds: 3600, rootDelay: 12, disputeWindow: 12, postChallenges: 10 },
};

/** Push payments on Filecoin are counted in FVM gas, where a call costs some millions. */
const FILECOIN_PUSH_GAS = 30_000_000n;

/** Between proposing and accepting a role: time to see a change coming, and to leave. */
const FILECOIN_ROLE_DELAY = 2 * 24 * 3600;
const LOCAL = { name: 'anvil', filecoin: false, seedDelay: 3, pushGas: 60_000n, roleDelay: 0 };

const CHAINS = {
  314: {
    name: 'Filecoin mainnet',
    filecoin: true,
    seedDelay: 150,
    pushGas: FILECOIN_PUSH_GAS,
    roleDelay: FILECOIN_ROLE_DELAY,
    genesisTimestamp: 1_598_306_400,
  },
  314159: {
    name: 'Filecoin Calibration',
    filecoin: true,
    seedDelay: 150,
    pushGas: FILECOIN_PUSH_GAS,
    roleDelay: FILECOIN_ROLE_DELAY,
    genesisTimestamp: 1_667_326_380,
  },
  31337: LOCAL,
};

/**
 * @param {number} chainId
 * @param {string} profile
 * @returns settings of one deployment
 * @throws when chain or profile are unknown
 */
export function settingsFor(chainId, profile) {
  const chain = CHAINS[chainId];
  if (!chain) throw new Error(`chain ${chainId} is not one of ${Object.keys(CHAINS).join(', ')}`);
  const times = TIMES[profile];
  if (!times) throw new Error(`profile ${profile} is not one of ${Object.keys(TIMES).join(', ')}`);
  return { ...chain, ...times };
}
