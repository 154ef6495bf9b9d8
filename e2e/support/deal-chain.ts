import { createTestClient, type Hex, http, parseEther, publicActions } from 'viem';
import { portalUrl } from './env';

const GIFT = parseEther('100');

/** The platform's chain as the test itself sees it, without the portal's pages. */
export async function localChain() {
  const response = await fetch(`${portalUrl()}/api/network`);
  const { rpcUrl, chainId } = (await response.json()) as { rpcUrl: string; chainId: number };
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).extend(publicActions);
  return {
    rpcUrl,
    chainId,
    balanceOf: (address: Hex) => client.getBalance({ address }),
    give: (address: Hex) => client.setBalance({ address, value: GIFT }),
    /** What the account has paid for its transactions and sent with them. */
    async spendingOf(hashes: readonly Hex[]): Promise<{ fees: bigint; sent: bigint }> {
      let [fees, sent] = [0n, 0n];
      for (const hash of hashes) {
        const { gasUsed, effectiveGasPrice } = await client.getTransactionReceipt({ hash });
        fees += gasUsed * effectiveGasPrice;
        sent += (await client.getTransaction({ hash })).value;
      }
      return { fees, sent };
    },
    readContract: client.readContract,
  };
}

export type LocalChain = Awaited<ReturnType<typeof localChain>>;
