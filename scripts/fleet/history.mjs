// A stand-in for months of work, for local chains only: fresh nodes would all have the same rating.
// It makes an address pass for a deal for a moment, has it record work, and takes that back.
import {
  createPublicClient,
  encodeFunctionData,
  getAddress,
  http,
  numberToHex,
  pad,
  parseAbi,
} from 'viem';

const LOCAL_CHAIN_ID = 31337;
const PRETENDER = getAddress('0x00000000000000000000000000000000dea1f1ee');
const TRUE = pad('0x01');
const FALSE = pad('0x00');
const ETHER = 10n ** 18n;

const registryAbi = parseAbi([
  'function isDeal(address) view returns (bool)',
  'function recordWork(address node, uint64 fulfilments, uint64 commitments)',
  'struct NodeRecord { address payout; uint64 capacityBytes; uint64 reservedBytes; uint64 registeredPeriod; bool retired; uint64 fulfilments; uint64 commitments; uint256 hoursMap; }',
  'function nodeOf(address) view returns (NodeRecord)',
]);

/** The word of the registry's storage that says that the pretender is a deal. */
async function membershipWord(client, registry) {
  const data = encodeFunctionData({ abi: registryAbi, functionName: 'isDeal', args: [PRETENDER] });
  const call = { to: registry, data };
  const { accessList } = await client.request({
    method: 'eth_createAccessList',
    params: [call, 'latest'],
  });
  const keys = accessList.find((entry) => getAddress(entry.address) === getAddress(registry));
  if (keys?.storageKeys.length !== 1)
    throw new Error('The registry keeps its deals in another way.');
  return keys.storageKeys[0];
}

/**
 * Gives registered nodes without any history the work they are said to have done. Nodes with
 * history, and other chains than a local one, are left alone.
 *
 * @param {{ rpcUrl: string, registry: `0x${string}`,
 *   members: { operator: `0x${string}`, fulfilments: number, commitments: number }[] }} options
 * @returns {Promise<number>} how many nodes were given a history
 */
export async function seedHistories({ rpcUrl, registry, members }) {
  const client = createPublicClient({ transport: http(rpcUrl), pollingInterval: 250 });
  if ((await client.getChainId()) !== LOCAL_CHAIN_ID) return 0;
  const read = (functionName, args) =>
    client.readContract({ address: registry, abi: registryAbi, functionName, args });
  const fresh = [];
  for (const member of members) {
    const { commitments } = await read('nodeOf', [member.operator]);
    if (commitments === 0n) fresh.push(member);
  }
  if (fresh.length === 0) return 0;
  const word = await membershipWord(client, registry);
  const anvil = (method, ...params) => client.request({ method, params });
  try {
    await anvil('anvil_setStorageAt', registry, word, TRUE);
    if (!(await read('isDeal', [PRETENDER]))) throw new Error('The registry was not persuaded.');
    await anvil('anvil_setBalance', PRETENDER, numberToHex(ETHER));
    await anvil('anvil_impersonateAccount', PRETENDER);
    await record(client, registry, fresh);
  } finally {
    await anvil('anvil_stopImpersonatingAccount', PRETENDER);
    await anvil('anvil_setStorageAt', registry, word, FALSE);
    await anvil('anvil_setBalance', PRETENDER, '0x0');
  }
  return fresh.length;
}

async function record(client, registry, members) {
  const hashes = [];
  for (const { operator, fulfilments, commitments } of members) {
    const args = [operator, BigInt(fulfilments), BigInt(commitments)];
    const data = encodeFunctionData({ abi: registryAbi, functionName: 'recordWork', args });
    const request = { from: PRETENDER, to: registry, data, gas: numberToHex(200_000n) };
    hashes.push(await client.request({ method: 'eth_sendTransaction', params: [request] }));
  }
  for (const hash of hashes) {
    const { status } = await client.waitForTransactionReceipt({ hash, timeout: 90_000 });
    if (status !== 'success') throw new Error(`The registry refused the work of ${hash}.`);
  }
}
