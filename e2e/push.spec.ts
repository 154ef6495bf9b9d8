import type { Page } from '@playwright/test';
import { generatePrivateKey } from 'viem/accounts';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { localChain } from './support/deal-chain';
import { connectHere } from './support/deal-page';
import { giveWallet, type SigningWallet } from './support/deal-wallet';
import { expect, test } from './support/portal';
import { channelAddress, hasPush, isSubscribed } from './support/push';
import { signInByKey } from './support/session';

test.skip(!hasPush(), 'only a run that started its platform has a channel at Push');

const heading = (page: Page) => page.getByRole('heading', { name: 'Also on your phone' });
const subscribe = (page: Page) => page.getByRole('button', { name: 'Subscribe', exact: true });
const unsubscribe = (page: Page) => page.getByRole('button', { name: 'Unsubscribe' });

/** The page of somebody who has signed in with a browser wallet. */
async function openSignedIn(page: Page): Promise<SigningWallet> {
  const wallet = await giveWallet(page, await localChain());
  await page.goto('/notifications');
  await connectHere(page);
  await expect(heading(page)).toBeVisible();
  return wallet;
}

test.describe('notifications on the phone', () => {
  test('are joined and left with a signature, on the chain of the channel', async ({ page }) => {
    const wallet = await openSignedIn(page);
    const member = wallet.address.toLowerCase();
    const home = wallet.chainId;
    const card = page.locator('section', { has: heading(page) });
    await expect(card.getByText(new RegExp(channelAddress.slice(0, 6), 'i'))).toBeVisible();
    await expect(card.getByRole('link', { name: 'See the channel at Push' })).toHaveAttribute(
      'href',
      `https://staging.push.org/channels?channel=${channelAddress.toLowerCase()}`,
    );
    await expectAccessible(page);
    await expectFitsPhone(page);
    expect(await isSubscribed(member)).toBe(false);

    await subscribe(page).click();
    await expect(card.getByText('Subscribed', { exact: true })).toBeVisible();
    expect(await isSubscribed(member)).toBe(true);
    // It signs for one chain only: it was taken there and back, and nobody was signed out by it.
    expect(wallet.signed).toContain('eth_signTypedData_v4');
    expect(wallet.chainId).toBe(home);
    await expectAccessible(page);
    await expectFitsPhone(page);

    await page.reload();
    await expect(card.getByText('Subscribed', { exact: true })).toBeVisible();
    await unsubscribe(page).click();
    await expect(subscribe(page)).toBeVisible();
    expect(await isSubscribed(member)).toBe(false);
  });

  test('stay off when the signature is declined', async ({ page }) => {
    const wallet = await openSignedIn(page);
    wallet.declined.add('eth_signTypedData_v4');
    await subscribe(page).click();
    await expect(page.getByText(/You declined this in your wallet/)).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
    expect(await isSubscribed(wallet.address.toLowerCase())).toBe(false);
    wallet.declined.clear();
    await subscribe(page).click();
    await expect(unsubscribe(page)).toBeVisible();
    await expect(page.getByText(/You declined this in your wallet/)).toBeHidden();
  });

  test('are offered to nobody who has not signed in', async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto('/notifications');
    await expect(page.getByRole('heading', { name: 'Sign in with your wallet' })).toBeVisible();
    await expect(heading(page)).toHaveCount(0);
    expect(asked).not.toContain('/api/inbox/push');
    await signInByKey(page, generatePrivateKey());
    await page.reload();
    await expect(heading(page)).toBeVisible();
    expect(asked).toContain('/api/inbox/push');
  });
});
