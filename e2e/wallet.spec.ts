import type { Page } from '@playwright/test';
import { localAccounts } from '../scripts/lib/accounts.mjs';
import { expectAccessible } from './support/checks';
import { sessionEnds } from './support/files';
import { expect, test } from './support/portal';
import { signInByKey } from './support/session';
import {
  announceWallet,
  changeAccount,
  changeChain,
  connectFakeWallet,
  openAccount,
  untilWalletCalled,
  wakeWallet,
} from './support/wallet';

const LOCAL = 31337;
const OTHER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const account = (page: Page) => page.getByRole('button', { name: /^Account 0x/ });
const sessionOf = async (page: Page) => (await page.request.get('/api/auth/session')).json();

test.describe('a wallet of the browser', () => {
  test('is offered without WalletConnect, which needs a project', async ({ page }) => {
    await announceWallet(page, { address: OTHER, chainId: LOCAL });
    await page.goto('/');
    await page.getByRole('button', { name: 'Connect wallet' }).click();
    await expect(page.getByRole('button', { name: 'Fake Wallet' })).toBeVisible();
    await expect(page.getByRole('dialog').getByText('WalletConnect')).toHaveCount(0);
    const policy = (await page.request.get('/')).headers()['content-security-policy'];
    expect(policy).not.toContain('walletconnect');
  });

  test('that is slow to answer is waited for before there is a choice', async ({ page }) => {
    await announceWallet(page, { address: OTHER, chainId: LOCAL, asleep: true });
    await page.goto('/');
    await page.getByRole('button', { name: 'Connect wallet' }).click();
    await untilWalletCalled(page);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await wakeWallet(page);
    await page.getByRole('button', { name: 'Fake Wallet' }).click();
    await expect(account(page)).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('that never answers does not keep the others away', async ({ page }) => {
    await announceWallet(page, { address: OTHER, chainId: LOCAL, asleep: true });
    await page.goto('/');
    await page.getByRole('button', { name: 'Connect wallet' }).click();
    await page.getByRole('button', { name: 'Built-in test wallet' }).click();
    await expect(account(page)).toBeVisible();
  });

  test('that is closed without connecting leaves the page as it was', async ({ page }) => {
    const declines = ['eth_requestAccounts', 'wallet_requestPermissions'];
    await announceWallet(page, { address: OTHER, chainId: LOCAL, declines });
    await page.goto('/');
    await connectFakeWallet(page);
    await expect(page.getByRole('dialog').getByText(/Fake Wallet/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Connect wallet' })).toBeEnabled();
    await expect(account(page)).toHaveCount(0);
  });

  test('on another network is offered ours', async ({ page }) => {
    await announceWallet(page, { address: OTHER, chainId: 1 });
    await page.goto('/');
    await connectFakeWallet(page);
    // Connecting brought it over at once; now its owner goes elsewhere.
    await expect(account(page)).not.toHaveAccessibleName(/wrong network/);
    await changeChain(page, 1);
    await page.getByRole('button', { name: /on the wrong network/ }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Switch to/ }).click();
    await expect(page.getByText('Your wallet is on another network.')).toBeHidden();
    await expect(account(page)).not.toHaveAccessibleName(/wrong network/);
  });

  test('that stays on its network is told what follows', async ({ page }) => {
    const declines = ['wallet_switchEthereumChain'];
    await announceWallet(page, { address: OTHER, chainId: LOCAL, declines });
    await page.goto('/');
    await connectFakeWallet(page);
    await expect(account(page)).toBeVisible();
    await changeChain(page, 1);
    await page.getByRole('button', { name: /on the wrong network/ }).click();
    await page.getByRole('button', { name: /^Switch to/ }).click();
    await expect(page.getByText('The network did not change')).toBeVisible();
    await expect(page.getByText('Your wallet is on another network.')).toBeVisible();
  });

  test('that will not come over is not connected, and may try again', async ({ page }) => {
    const declines = ['wallet_switchEthereumChain'];
    await announceWallet(page, { address: OTHER, chainId: 1, declines });
    await page.goto('/');
    await connectFakeWallet(page);
    await expect(page.getByRole('dialog').getByRole('button', { name: /retry/i })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Connect wallet' })).toBeEnabled();
    await expect(account(page)).toHaveCount(0);
  });

  test('that declines to sign leaves everything as it was', async ({ page }) => {
    await announceWallet(page, { address: OTHER, chainId: LOCAL, declines: ['personal_sign'] });
    await page.goto('/deals');
    await page.getByRole('button', { name: 'Connect wallet and sign in' }).click();
    await page.getByRole('button', { name: 'Fake Wallet' }).click();
    const gate = page.getByRole('region', { name: 'Sign in' });
    await expect(gate.getByText(/You declined this in your wallet/)).toBeVisible();
    await expect(gate.getByRole('button', { name: 'Sign in' })).toBeEnabled();
    await expectAccessible(page);
    expect((await sessionOf(page)).address).toBeNull();
  });

  test('that changes its account ends the session of the first', async ({ page }) => {
    const first = localAccounts.clients[4];
    const address = await signInByKey(page, first?.key as `0x${string}`);
    await announceWallet(page, { address, chainId: LOCAL });
    await page.goto('/deals');
    // Signed in already: connecting goes through the account's menu.
    await openAccount(page);
    await page.getByRole('button', { name: 'Connect wallet' }).click();
    await page.getByRole('button', { name: 'Fake Wallet' }).click();
    await expect(page.getByRole('region', { name: 'Sign in' })).toHaveCount(0);
    await changeAccount(page, OTHER);
    await expect(page.getByText('Your wallet changed to another account.')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Sign in' })).toBeVisible();
    await expect.poll(async () => (await sessionOf(page)).address).toBeNull();
  });
});

test('a session that has ended is told plainly, and signing in again goes on', async ({ page }) => {
  await page.goto('/deals');
  await page.getByRole('button', { name: 'Use the test wallet' }).click();
  await expect(page.getByRole('region', { name: 'Sign in' })).toHaveCount(0);
  await sessionEnds(page);
  // The next thing that the page asks for, here its next page, finds the session gone.
  await page.getByRole('link', { name: 'Notifications' }).first().click();
  await expect(page.getByText('Your session has ended')).toBeVisible();
  const gate = page.getByRole('region', { name: 'Sign in' });
  await expect(gate).toBeVisible();
  await expectAccessible(page);
  await gate.getByRole('button', { name: 'Sign in' }).click();
  await expect(gate).toHaveCount(0);
});
