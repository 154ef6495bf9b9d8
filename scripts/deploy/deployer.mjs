import { createPublicClient, createWalletClient, defineChain, http, publicActions } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

/** Blocks on Filecoin take 30 s and receipts come late; locally both are quick. */
const PUBLIC_WAIT = { timeout: 20 * 60_000, pollingInterval: 5_000 };
const LOCAL_WAIT = { timeout: 120_000, pollingInterval: 200 };

/**
 * Sends the transactions of a deployment one after another and waits for each.
 *
 * @param {{ rpcUrl: string, settings: { name: string, filecoin: boolean }, chainId: number,
 *   privateKey: `0x${string}` }} options
 */
export async function createDeployer({ rpcUrl, settings, chainId, privateKey }) {
  const chain = defineChain({
    id: chainId,
    name: settings.name,
    nativeCurrency: settings.filecoin
      ? { name: 'Filecoin', symbol: 'FIL', decimals: 18 }
      : { name: 'Test Filecoin', symbol: 'tFIL', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const wait = settings.filecoin ? PUBLIC_WAIT : LOCAL_WAIT;
  const transport = http(rpcUrl);
  const account = privateKeyToAccount(privateKey);
  const client = createPublicClient({ chain, transport, pollingInterval: wait.pollingInterval });
  const wallet = createWalletClient({ account, chain, transport }).extend(publicActions);

  const actual = await client.getChainId();
  if (actual !== chainId) throw new Error(`${rpcUrl} is chain ${actual}, expected ${chainId}`);

  async function mined(hash, what) {
    const receipt = await client.waitForTransactionReceipt({ hash, timeout: wait.timeout });
    if (receipt.status !== 'success') throw new Error(`${what} reverted (transaction ${hash})`);
    return receipt;
  }

  return {
    client,
    address: account.address,
    hasCode: async (address) => ((await client.getCode({ address })) ?? '0x') !== '0x',
    async create(artifact, args) {
      const { abi, bytecode, contract } = artifact;
      const receipt = await mined(await wallet.deployContract({ abi, bytecode, args }), contract);
      return { address: receipt.contractAddress, block: Number(receipt.blockNumber) };
    },
    async call(artifact, address, functionName, args) {
      const { request } = await wallet.simulateContract({
        account,
        abi: artifact.abi,
        address,
        functionName,
        args,
      });
      return mined(await wallet.writeContract(request), functionName);
    },
    read: (artifact, address, functionName, args = []) =>
      client.readContract({ abi: artifact.abi, address, functionName, args }),
  };
}
