import { createSiweMessage } from 'viem/siwe';
import { getAccount, signMessage } from 'wagmi/actions';
import { authNonce, authSession } from '@/lib/core/protocol/auth';
import { api } from '../api';
import type { Session } from '../session';
import { walletKit } from './kit';
import { walletError } from './wallet-error';

const STATEMENT = 'Sign in to the Micro-Storage Platform. This costs nothing and moves no money.';

/**
 * Signs in with the connected wallet (EIP-4361).
 * @throws WalletError when there is no wallet or its owner declines; ApiError when the portal refuses
 */
export async function signInWithWallet(): Promise<Session> {
  const { config, network } = await walletKit();
  const { address } = getAccount(config);
  if (!address) throw walletError('WALLET_NOT_CONNECTED');
  const { nonce } = await api('/api/auth/nonce', authNonce);
  const message = createSiweMessage({
    address,
    chainId: network.chainId,
    domain: window.location.host,
    nonce,
    statement: STATEMENT,
    uri: window.location.origin,
    version: '1',
  });
  const signature = await signMessage(config, { account: address, message }).catch(
    (error: unknown) => {
      throw walletError(error);
    },
  );
  const session = await api('/api/auth/verify', authSession, { json: { message, signature } });
  if (!session.address) throw walletError('SIGN_IN_FAILED');
  return { address: session.address, admin: session.admin };
}
