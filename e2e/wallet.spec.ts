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
  connectTestWallet,
  openAccount,
  signIn,
} from './support/wallet';

const LOCAL = 31337;
const OTHER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const account = (page: Page) => page.getByRole('button', { name: /^Account 0x/ });
const sessionOf = async (page: Page) => (await page.request.get('/api/auth/session')).json();

test.describe('the built-in test wallet', () => {
  test('signs in by message, and another account signs out', async ({ page, context }) => {
    await page.goto('/');
    await connectTestWallet(page);
    await page.getByRole('button', { name: 'Get test FIL' }).click();
    await expect(page.getByText('100 FIL', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByText('Signed in', { exact: true })).toBeVisible();
    expect((await sessionOf(page)).address).toMatch(/^0x[0-9a-f]{40}$/);
    const cookie = (await context.cookies()).find(({ name }) => name === 'msp_session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(await page.evaluate(() => document.cookie)).not.toContain('msp_session');

    await page.getByLabel('Test account').selectOption({ label: 'Another new account' });
    await expect(page.getByText('Not signed in')).toBeVisible();
    await expect.poll(async () => (await sessionOf(page)).address).toBeNull();
  });

  test('comes back after a reload and leaves with its session', async ({ page }) => {
    await page.goto('/');
    await signIn(page);
    await page.reload();
    await openAccount(page);
    await expect(page.getByText('Signed in', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await expect(page.getByRole('button', { name: 'Connect wallet' })).toBeVisible();
    await expect.poll(async () => (await sessionOf(page)).address).toBeNull();
    await page.reload();
    await expect(page.getByRole('button', { name: 'Connect wallet' })).toBeVisible();
  });

  test('is accessible, list and account', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Connect wallet' }).click();
    await expect(page.getByRole('button', { name: 'Built-in test wallet' })).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    const box = await page.locator('[data-rk] [role=document] > *').first().boundingBox();
    expect(box?.width, 'the list of wallets on a narrow phone').toBeLessThanOrEqual(320);
    await page.getByRole('button', { name: 'Built-in test wallet' }).click();
    await openAccount(page);
    await expect(page.getByText('Balance')).toBeVisible();
    await expectAccessible(page);
    const menu = await page.getByRole('dialog', { name: 'Account' }).boundingBox();
    expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual(320);
  });

  test('is on the local chain only, and so are its coins', async ({ page }) => {
    await page.route('**/api/network', async (route) => {
      const json = await (await route.fetch()).json();
      await route.fulfill({ json: { ...json, chainId: 314_159, chainName: 'Calibration' } });
    });
    await announceWallet(page, { address: OTHER, chainId: 314_159 });
    await page.goto('/deals');
    const gate = page.getByRole('region', { name: 'Sign in' });
    await expect(gate.getByRole('button', { name: 'Connect wallet and sign in' })).toBeVisible();
    await expect(gate.getByRole('button', { name: 'Use the test wallet' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Connect wallet', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Fake Wallet' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Built-in test wallet' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Fake Wallet' }).click();
    await openAccount(page);
    await expect(page.getByText('Calibration')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Get test FIL' })).toHaveCount(0);
  });
});

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
    await announceWallet(page, { address: OTHER, chainId: 1, declines });
    await page.goto('/');
    await connectFakeWallet(page);
    await page.getByRole('button', { name: /on the wrong network/ }).click();
    await page.getByRole('button', { name: /^Switch to/ }).click();
    await expect(page.getByText('The network did not change')).toBeVisible();
    await expect(page.getByText('Your wallet is on another network.')).toBeVisible();
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
