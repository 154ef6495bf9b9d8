import type { Page } from '@playwright/test';
import { privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import { portalUrl } from './env';

/** Signs in over HTTP with a key; the page has the cookie from then on. */
export async function signInByKey(page: Page, key: `0x${string}`): Promise<string> {
  const account = privateKeyToAccount(key);
  const { nonce } = await (await page.request.get('/api/auth/nonce')).json();
  const { chainId } = await (await page.request.get('/api/network')).json();
  const origin = new URL(portalUrl());
  const message = createSiweMessage({
    address: account.address,
    chainId,
    domain: origin.host,
    nonce,
    uri: origin.origin,
    version: '1',
  });
  const answer = await page.request.post('/api/auth/verify', {
    data: { message, signature: await account.signMessage({ message }) },
  });
  if (!answer.ok()) throw new Error(await answer.text());
  return account.address.toLowerCase();
}
