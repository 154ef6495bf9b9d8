import {
  type EIP1193Provider,
  getTypesForEIP712Domain,
  numberToHex,
  serializeTypedData,
} from 'viem';
import { getAccount } from 'wagmi/actions';
import type { Address } from '@/lib/core/protocol/primitives';
import { type PushAction, type PushChannel, pushTypedData } from '@/lib/core/protocol/push';
import { walletKit } from './kit';
import { walletError } from './wallet-error';

const switchTo = (provider: EIP1193Provider, chainId: number) =>
  provider.request({
    method: 'wallet_switchEthereumChain',
    params: [{ chainId: numberToHex(chainId) }],
  });

/**
 * Push's channel lives on another chain than ours, and many wallets sign only for the one that they
 * are on: those are taken there for the signature, and back.
 */
async function signOn(
  provider: EIP1193Provider,
  chainId: number,
  sign: () => Promise<`0x${string}`>,
): Promise<`0x${string}`> {
  try {
    return await sign();
  } catch (error) {
    if (walletError(error).code === 'USER_REJECTED') throw error;
  }
  const before = Number(await provider.request({ method: 'eth_chainId' }));
  await switchTo(provider, chainId);
  try {
    return await sign();
  } finally {
    await switchTo(provider, before);
  }
}

/**
 * The wallet's word that it joins or leaves the portal's channel; costs nothing.
 * @throws WalletError when no wallet is connected, or its owner declines
 */
export async function signPushChoice(
  channel: PushChannel,
  wallet: Address,
  action: PushAction,
): Promise<`0x${string}`> {
  const { config } = await walletKit();
  const { connector, address } = getAccount(config);
  if (!connector || address?.toLowerCase() !== wallet) throw walletError('WALLET_NOT_CONNECTED');
  const data = pushTypedData(channel, wallet, action);
  const types = { EIP712Domain: getTypesForEIP712Domain({ domain: data.domain }), ...data.types };
  const text = serializeTypedData({ ...data, types } as never);
  try {
    const provider = (await connector.getProvider()) as EIP1193Provider;
    return await signOn(provider, channel.chainId, () =>
      provider.request({ method: 'eth_signTypedData_v4', params: [wallet, text] }),
    );
  } catch (error) {
    throw walletError(error);
  }
}
