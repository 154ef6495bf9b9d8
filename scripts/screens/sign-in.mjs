import { privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';

/**
 * A wallet's session at the portal, as its cookie.
 * @param {string} portal
 * @param {`0x${string}`} key
 */
export async function signIn(portal, key) {
  const account = privateKeyToAccount(key);
  const { chainId } = await json(await fetch(new URL('/api/network', portal)));
  const { nonce } = await json(await fetch(new URL('/api/auth/nonce', portal)));
  const message = createSiweMessage({
    address: account.address,
    chainId,
    domain: new URL(portal).host,
    nonce,
    uri: new URL(portal).origin,
    version: '1',
  });
  const response = await fetch(new URL('/api/auth/verify', portal), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(portal).origin },
    body: JSON.stringify({ message, signature: await account.signMessage({ message }) }),
  });
  await json(response.clone());
  const [name, value] = response.headers.getSetCookie()[0].split(';')[0].split('=');
  return { address: account.address.toLowerCase(), cookie: { name, value } };
}

async function json(response) {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}.`);
  return response.json();
}

/** Reads a JSON route as somebody. */
export async function readAs(portal, who, route) {
  const headers = { cookie: `${who.cookie.name}=${who.cookie.value}` };
  const response = await fetch(new URL(route, portal), { headers });
  if (response.status === 403 || response.status === 404) return undefined;
  return json(response);
}
