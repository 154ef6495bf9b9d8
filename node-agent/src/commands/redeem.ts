import type { PrivateKeyAccount } from 'viem/accounts';
import type { z } from 'zod';
import {
  network,
  platformDomain,
  type SignupSettings,
  signupCodeHash,
  type signupRedeem,
  signupRedemptionTypes,
  signupSettings,
} from '@/lib/core/protocol';
import { PortalClient } from '../daemon/portal-client';

/** A code of the portal's sign-up form. */
export interface Redemption {
  portalUrl: string;
  code: string;
  signal: AbortSignal;
}

/**
 * Fetches the settings that wait behind a one-time code, signed for with the node's new key. The key
 * itself never leaves this computer.
 *
 * @throws AppError `SIGNUP_CODE_*` of the portal, `AGENT_PORTAL_UNREACHABLE`, `AGENT_PORTAL_ANSWER`
 */
export async function redeem(
  { portalUrl, code, signal }: Redemption,
  account: PrivateKeyAccount,
): Promise<SignupSettings> {
  const client = new PortalClient(portalUrl);
  const request = { anonymous: true, signal } as const;
  const { chainId, contracts } = await client.json(network, { ...request, path: '/api/network' });
  const operator = account.address;
  const portal = new URL(portalUrl).origin;
  const signature = await account.signTypedData({
    domain: platformDomain(chainId, contracts.registry),
    types: signupRedemptionTypes,
    primaryType: 'SignupRedemption',
    message: { operator, portal, codeHash: signupCodeHash(code) },
  });
  const body: z.input<typeof signupRedeem> = { code, operator, portal, signature };
  return client.json(signupSettings, {
    ...request,
    method: 'POST',
    path: '/api/signup/redeem',
    body,
  });
}
