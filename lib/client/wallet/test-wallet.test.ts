import { type Hex, recoverMessageAddress } from 'viem';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Network } from '@/lib/core/protocol/network';
import { createTestWallet } from './test-wallet';

const network = {
  chainId: 31337,
  chainName: 'Local chain',
  rpcUrl: 'http://127.0.0.1:1',
} as Network;

type Request = (call: { method: string; params?: readonly unknown[] }) => Promise<unknown>;

beforeEach(() => {
  const items = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function open() {
  const wallet = createTestWallet(network);
  return { ...wallet, ask: wallet.provider.request as unknown as Request };
}

describe('the test wallet', () => {
  it('tells no account before it is connected, nor after it was sent away', async () => {
    const { ask } = open();
    expect(await ask({ method: 'eth_accounts' })).toEqual([]);
    const [address] = (await ask({ method: 'eth_requestAccounts' })) as Hex[];
    expect(await ask({ method: 'eth_accounts' })).toEqual([address]);
    expect(await open().ask({ method: 'eth_accounts' })).toEqual([address]);
    await ask({ method: 'wallet_revokePermissions' });
    expect(await ask({ method: 'eth_accounts' })).toEqual([]);
  });

  it('signs messages as its current account', async () => {
    const { ask } = open();
    const [address] = (await ask({ method: 'eth_requestAccounts' })) as Hex[];
    const signature = (await ask({ method: 'personal_sign', params: ['0x6869', address] })) as Hex;
    expect(await recoverMessageAddress({ message: 'hi', signature })).toBe(address);
  });

  it('goes over to another account and says so', async () => {
    const { ask, select, accounts, provider } = open();
    const [first] = (await ask({ method: 'eth_requestAccounts' })) as Hex[];
    const heard: unknown[] = [];
    provider.on('accountsChanged', (next) => heard.push(next));
    select(1);
    const [second] = (await ask({ method: 'eth_accounts' })) as Hex[];
    expect(second).not.toBe(first);
    expect(heard).toEqual([[second]]);
    expect(accounts()).toEqual({ addresses: [first, second], current: 1 });
    select(0);
    expect(await ask({ method: 'eth_accounts' })).toEqual([first]);
  });

  it('stays on its chain and refuses what it cannot do', async () => {
    const { ask } = open();
    const to = (chainId: Hex) =>
      ask({ method: 'wallet_switchEthereumChain', params: [{ chainId }] });
    expect(await ask({ method: 'eth_chainId' })).toBe('0x7a69');
    expect(await to('0x7a69')).toBeNull();
    await expect(to('0x1')).rejects.toMatchObject({ code: 4902 });
    await expect(ask({ method: 'wallet_sendCalls' })).rejects.toMatchObject({ code: 4200 });
  });

  it('makes new keys where the stored ones are damaged', async () => {
    localStorage.setItem('msp.test-wallet', '{"keys":["0x12"],"current":0}');
    expect(open().accounts().addresses).toHaveLength(1);
    localStorage.setItem('msp.test-wallet', 'not json');
    expect(open().accounts().addresses).toHaveLength(1);
  });
});
