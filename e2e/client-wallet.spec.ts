import type { Page } from '@playwright/test';
import type { LocalAccount } from 'viem';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import { expectAccessible } from './support/checks';
import { type LocalChain, localChain } from './support/deal-chain';
import { connectHere, expect, LONG_MS, startButton } from './support/deal-page';
import { giveWallet, type SigningWallet } from './support/deal-wallet';
import { sessionEnds, test } from './support/files';
import { newClient, sealedDeal } from './support/real-deal';

test.describe.configure({ mode: 'serial', timeout: LONG_MS });

const ANOTHER_CHAIN = 1;

let chain: LocalChain;
let account: LocalAccount;
let deal: DealSnapshot;

test.beforeAll(async () => {
  test.setTimeout(2 * LONG_MS);
  chain = await localChain();
  const run = await newClient();
  account = run.portal.account;
  ({ deal } = await sealedDeal(run, 'wallets.bin'));
});

/** The deal's page, with the owner's wallet in the browser. */
async function openDeal(page: Page): Promise<SigningWallet> {
  const wallet = await giveWallet(page, { ...chain, account });
  await page.goto(`/deals/${deal.dealId}`);
  return wallet;
}

async function openSignedIn(page: Page): Promise<SigningWallet> {
  const wallet = await openDeal(page);
  await connectHere(page);
  await startButton(page);
  return wallet;
}

/** The portal shows another plan than it made. */
async function changePlan(page: Page, change: (plan: PlanJson) => void): Promise<void> {
  await page.route('**/api/deals/*/plan', async (route) => {
    const response = await route.fetch();
    const plan = await response.json();
    change(plan);
    await route.fulfill({ response, json: plan });
  });
}
interface PlanJson {
  nodes: { rate: string }[];
  cost: { total: string };
}

test('a signature that is declined leaves everything as it was, and may be given later', async ({
  page,
}) => {
  const wallet = await openDeal(page);
  wallet.declined.add('personal_sign');
  await connectHere(page);
  await expect(page.getByText(/You declined this in your wallet/)).toBeVisible();
  await expectAccessible(page);
  expect((await (await page.request.get('/api/auth/session')).json()).address).toBeNull();
  wallet.declined.clear();
  await page.getByRole('region', { name: 'Sign in' }).getByRole('button').first().click();
  await startButton(page);
});

test('terms that are not those of the contract are never sent to the wallet', async ({ page }) => {
  await changePlan(page, ({ nodes }) => {
    const [node] = nodes;
    if (node) node.rate = String(BigInt(node.rate) + 1n);
  });
  const wallet = await openSignedIn(page);
  await (await startButton(page)).click();
  await expect(page.getByText(/is not what you reviewed: the computers differs/)).toBeVisible();
  expect(wallet.signed).not.toContain('eth_sendTransaction');
});

test('what the contract refuses is told in words, before anything is sent', async ({ page }) => {
  await changePlan(page, ({ cost }) => {
    cost.total = '1';
  });
  const wallet = await openSignedIn(page);
  await (await startButton(page)).click();
  const alert = page.getByRole('alert').filter({ hasText: /are needed, .* there/ });
  await expect(alert).toBeVisible();
  await expect(alert).not.toContainText('0x');
  expect(wallet.signed).not.toContain('eth_sendTransaction');
});

test('a wallet on another network is offered the right one', async ({ page }) => {
  const wallet = await openSignedIn(page);
  await wallet.goTo(ANOTHER_CHAIN);
  await expect(page.getByText(/^Your wallet is on another network/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Start deal/ })).toBeHidden();
  await expectAccessible(page);
  wallet.declined.add('wallet_switchEthereumChain');
  const change = page.getByRole('button', { name: 'Switch to Local chain' });
  await change.click();
  await expect(page.getByText(/User rejected|declined/)).toBeVisible();
  wallet.declined.clear();
  await change.click();
  await startButton(page);
  expect(wallet.chainId).toBe(chain.chainId);
});

test('a transaction that is declined costs nothing, and can be tried again', async ({ page }) => {
  const wallet = await openSignedIn(page);
  const before = await chain.balanceOf(account.address);
  wallet.declined.add('eth_sendTransaction');
  const start = await startButton(page);
  await start.click();
  await expect(page.getByText(/Nothing was sent and nothing was paid/)).toBeVisible();
  expect(await chain.balanceOf(account.address)).toBe(before);
  wallet.declined.clear();
  await start.click();
  await expect(page.getByText('Read from the contract')).toBeVisible({ timeout: LONG_MS });
  expect(await chain.balanceOf(account.address)).toBeLessThan(before);
});

test('a session that ends while the page is open asks to sign in, and then shows all again', async ({
  page,
}) => {
  const wallet = await openDeal(page);
  await connectHere(page);
  const download = page.getByRole('button', { name: 'Download' });
  await expect(download).toBeEnabled({ timeout: LONG_MS });
  await sessionEnds(page);
  await download.click();
  const prompt = page.getByRole('region', { name: 'Sign in' });
  await expect(prompt).toBeVisible();
  const signatures = wallet.signed.length;
  await prompt.getByRole('button', { name: 'Sign in' }).click();
  await expect(download).toBeEnabled();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('wallets.bin');
  expect(wallet.signed.slice(signatures)).toContain('personal_sign');
});
