/** Public explorers by chain id; a local chain has none. */
const EXPLORERS: Readonly<Record<number, string>> = {
  314: 'https://filfox.info/en',
  314159: 'https://calibration.filfox.info/en',
};

/** Where anybody can look a transaction up. */
export function transactionUrl(chainId: number | undefined, hash: string): string | undefined {
  const explorer = EXPLORERS[chainId ?? 0];
  return explorer && `${explorer}/message/${hash}`;
}

/** Where anybody can look a contract or an account up. */
export function accountUrl(chainId: number | undefined, address: string): string | undefined {
  const explorer = EXPLORERS[chainId ?? 0];
  return explorer && `${explorer}/address/${address}`;
}
