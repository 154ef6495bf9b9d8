import type { Page } from '@playwright/test';
import type { DealHistoryEntry } from '@/lib/core/protocol/deal-progress';
import { expect as impatient } from './portal';

/** Pages of real deals wait for computers, the chain and, in a run that is watched, a compiler. */
export const expect = impatient.configure({ timeout: 90_000 });

/** Sealing, proving and ending take minutes, and more on a busy machine. */
export const LONG_MS = 10 * 60_000;

/** Waits for the finished upload, asks for a deal and gives its id. */
export async function askForDeal(page: Page): Promise<string> {
  await expect(page.getByRole('status').filter({ hasText: /uploaded$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Choose the computers' }).click();
  await page.waitForURL(/\/deals\/[0-9a-f-]{36}$/);
  return page.url().split('/').at(-1) ?? '';
}

/** Connects the wallet of the sign-in prompt and signs in with the built-in one. */
export async function signInHere(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use the test wallet' }).click();
  await expect(page.getByRole('region', { name: 'Sign in' })).toBeHidden();
}

/** Waits for the review and confirms its plan. */
export async function confirmPlan(page: Page): Promise<void> {
  const confirm = page.getByRole('button', { name: 'Confirm these computers' });
  await expect(confirm).toBeEnabled({ timeout: LONG_MS });
  await confirm.click();
  await expect(confirm).toBeHidden();
}

/** The button that starts the deal, once every sector is proved. */
export async function startButton(page: Page) {
  const start = page.getByRole('button', { name: /^Start deal and pay/ });
  await expect(start).toBeVisible({ timeout: LONG_MS });
  return start;
}

/** Hashes of the client's own transactions, by the names of their events. */
export async function transactionsOf(page: Page, dealId: string, ...names: string[]) {
  const answer = await page.request.get(`/api/deals/${dealId}/history`);
  const { entries } = (await answer.json()) as { entries: DealHistoryEntry[] };
  return names.map((name) => {
    const hash = entries.find((entry) => entry.name === name)?.txHash;
    if (!hash) throw new Error(`The history knows no ${name}.`);
    return hash;
  });
}

/** Sets a mark that only a new document would not have. */
export async function markDocument(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { isTheSameDocument: true }));
}

/** Nothing has been loaded anew since the mark was set. */
export async function expectSameDocument(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'isTheSameDocument' in window)).toBe(true);
}

/** Connects the wallet that announced itself, from the sign-in prompt of a page; its dialog is gone. */
export async function connectHere(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect wallet and sign in' }).click();
  await page.getByRole('button', { name: 'Signing Wallet' }).click();
  // It has a heading of its own, and a second one is an error to whoever asks for the page's.
  await expect(page.getByRole('dialog')).toHaveCount(0);
}
