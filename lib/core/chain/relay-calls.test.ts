import { encodeFunctionData, type Hex, keccak256, recoverTypedDataAddress } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { forwarderAbi, microNodeRegistryAbi, storageDealAbi } from './abi';
import {
  executeBatchCall,
  forwardedCallData,
  forwardRequestData,
  forwardRequestHash,
  forwardRequestTypedData,
} from './forward-request';
import { readRelayCall, relayFunctions } from './relay-calls';

const NODE = `0x${'cd'.repeat(20)}` as const;
const plan = {
  slot: 2,
  generation: 1,
  node: NODE,
  payout: NODE,
  rate: 1n,
  maxSpan: 24,
  hoursMap: 1n,
  commD: keccak256('0x01'),
};

describe('readRelayCall', () => {
  it('finds the slot that a call is about', () => {
    const abi = storageDealAbi;
    const calls: Hex[] = [
      encodeFunctionData({ abi, functionName: 'preCommit', args: [plan, [], plan.commD] }),
      encodeFunctionData({ abi, functionName: 'refuseSlot', args: [plan, []] }),
      encodeFunctionData({ abi, functionName: 'proveCommit', args: [2, 1, plan.commD] }),
      encodeFunctionData({ abi, functionName: 'submitPoSt', args: [2, 1, 9n, plan.commD] }),
    ];
    const dispute = [2, 1, 9n] as const;
    const leaf = { deal: NODE, slot: 2, generation: 1, provenPeriods: 0n, fulfilments: 0 };
    const work = { ...leaf, commitments: 0, lastAccepted: 0n };
    calls.push(
      encodeFunctionData({ abi, functionName: 'disputePoSt', args: [...dispute, '0x', '0x'] }),
      encodeFunctionData({ abi, functionName: 'decideDispute', args: [...dispute, 9n, work, []] }),
      encodeFunctionData({ abi, functionName: 'concludeDispute', args: dispute }),
    );
    for (const data of calls) {
      expect(readRelayCall('deal', data)?.slot).toEqual({ slot: 2, generation: 1 });
    }
    const release = encodeFunctionData({ abi, functionName: 'releaseSlot', args: [2] });
    expect(readRelayCall('deal', release)?.slot).toEqual({ slot: 2 });
  });

  it('lists no function that moves the client’s money or belongs to a role', () => {
    for (const functionName of ['closeDeal', 'sweep', 'cancelDeal', 'topUp'] as const) {
      const data = encodeFunctionData({ abi: storageDealAbi, functionName });
      expect(readRelayCall('deal', data)).toBeUndefined();
    }
    const data = encodeFunctionData({ abi: microNodeRegistryAbi, functionName: 'retire' });
    expect(readRelayCall('registry', data)?.functionName).toBe('retire');
    expect(readRelayCall('deal', data)).toBeUndefined();
  });

  it('knows every function it lists', () => {
    const names = (abi: readonly { type: string; name?: string }[]) =>
      abi.filter((item) => item.type === 'function').map((item) => item.name);
    expect(names(microNodeRegistryAbi)).toEqual(
      expect.arrayContaining([...relayFunctions.registry]),
    );
    expect(names(storageDealAbi)).toEqual(expect.arrayContaining([...relayFunctions.deal]));
  });

  it('refuses arguments that are cut off', () => {
    const data = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'proveCommit',
      args: [2, 1, plan.commD],
    });
    expect(readRelayCall('deal', data.slice(0, -2) as Hex)).toBeUndefined();
    expect(readRelayCall('deal', '0x')).toBeUndefined();
  });
});

describe('forward requests', () => {
  const account = privateKeyToAccount(keccak256('0x02'));
  const forwarder = `0x${'11'.repeat(20)}` as const;
  const request = {
    from: account.address.toLowerCase() as Hex,
    to: NODE,
    value: 0n,
    gas: 100_000n,
    nonce: 3n,
    deadline: 2_000_000_000,
    data: '0x1234' as Hex,
  };

  it('sign what the forwarder checks', async () => {
    const typed = forwardRequestTypedData(31337, forwarder, request);
    const signature = await account.signTypedData(typed);
    expect(await recoverTypedDataAddress({ ...typed, signature })).toBe(account.address);
    const other = forwardRequestHash(31337, forwarder, { ...request, nonce: 4n });
    expect(forwardRequestHash(31337, forwarder, request)).not.toBe(other);
    expect(forwardRequestHash(314, forwarder, request)).not.toBe(
      forwardRequestHash(31337, forwarder, request),
    );
  });

  it('append the signer to the call', () => {
    expect(forwardedCallData(request)).toBe(`0x1234${request.from.slice(2)}`);
  });

  it('make a batch without the nonce', () => {
    const data = executeBatchCall([forwardRequestData(request, '0x01')], NODE);
    const expected = encodeFunctionData({
      abi: forwarderAbi,
      functionName: 'executeBatch',
      args: [[{ ...request, signature: '0x01' }], NODE],
    });
    expect(data).toBe(expected);
  });
});
