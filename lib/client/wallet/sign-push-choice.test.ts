import { verifyTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type PushChannel, pushTypedData } from '@/lib/core/protocol/push';

const account = privateKeyToAccount(`0x${'42'.repeat(32)}`);
const wallet = account.address.toLowerCase() as `0x${string}`;
const PUSH_CHAIN = 11155111;
const OUR_CHAIN = 314;
const channel: PushChannel = {
  channel: `0x${'c4'.repeat(20)}`,
  chainId: PUSH_CHAIN,
  verifyingContract: `0x${'0c'.repeat(20)}`,
  subscribed: false,
  page: null,
};

/** A wallet that signs only for the chain that it is on, as many do. */
const state = { chainId: OUR_CHAIN, declines: false, isStrict: true, asked: [] as string[] };
const refuse = (code: number, message: string) => Object.assign(new Error(message), { code });
const provider = {
  request: async ({ method, params }: { method: string; params?: never[] }) => {
    state.asked.push(method);
    if (method === 'eth_chainId') return `0x${state.chainId.toString(16)}`;
    if (method === 'wallet_switchEthereumChain') {
      const [target] = (params ?? []) as { chainId: string }[];
      state.chainId = Number(target?.chainId);
      return null;
    }
    if (state.declines) throw refuse(4001, 'User rejected the request.');
    const data = JSON.parse(params?.[1] as unknown as string);
    if (state.isStrict && Number(data.domain.chainId) !== state.chainId) {
      throw refuse(-32603, 'Provided chainId must match the active chainId');
    }
    return account.signTypedData(data);
  },
};
vi.mock('./kit', () => ({ walletKit: async () => ({ config: {} }) }));
vi.mock('wagmi/actions', () => ({
  getAccount: () => ({ address: account.address, connector: { getProvider: () => provider } }),
}));
const { signPushChoice } = await import('./sign-push-choice');

beforeEach(() => {
  Object.assign(state, { chainId: OUR_CHAIN, declines: false, isStrict: true, asked: [] });
});

const isGood = (signature: `0x${string}`) =>
  verifyTypedData({
    ...(pushTypedData(channel, wallet, 'Subscribe') as never as Parameters<
      typeof verifyTypedData
    >[0]),
    address: wallet,
    signature,
  });

describe('signPushChoice', () => {
  it('takes a strict wallet to the channel’s chain, and back', async () => {
    expect(await isGood(await signPushChoice(channel, wallet, 'Subscribe'))).toBe(true);
    expect(state.chainId).toBe(OUR_CHAIN);
    expect(state.asked.filter((method) => method.startsWith('wallet_'))).toHaveLength(2);
  });

  it('moves no wallet that signs where it is', async () => {
    state.isStrict = false;
    expect(await isGood(await signPushChoice(channel, wallet, 'Subscribe'))).toBe(true);
    expect(state.asked).toEqual(['eth_signTypedData_v4']);
  });

  it('asks once when the owner declines', async () => {
    state.declines = true;
    const signing = signPushChoice(channel, wallet, 'Unsubscribe');
    await expect(signing).rejects.toMatchObject({ code: 'USER_REJECTED' });
    expect(state.asked).toEqual(['eth_signTypedData_v4']);
  });

  it('signs for nobody but the connected wallet', async () => {
    const other = `0x${'99'.repeat(20)}` as const;
    const signing = signPushChoice(channel, other, 'Subscribe');
    await expect(signing).rejects.toMatchObject({ code: 'WALLET_NOT_CONNECTED' });
  });
});
