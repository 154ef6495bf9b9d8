import type { Page } from '@playwright/test';
import { commandsOf, TestComputer } from './support/agent';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { expect as expectSoon, test } from './support/portal';
import { connectTestWallet } from './support/wallet';
import { cell, drag, painted } from './support/week';

/** Agents, the chain and its finality take their time; each wait is for something to be there. */
const expect = expectSoon.configure({ timeout: 120_000 });
const MONTHLY = 30n * 1024n;

/** Fills in the form by every means that it has; ends before the code is asked for. */
async function fillIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Weekday evenings' }).click();
  await expect(painted(page)).toHaveCount(30);
  await drag(page, 'Saturday 10:00', 'Sunday 13:00');
  await expect(painted(page)).toHaveCount(38);
  await cell(page, 'Monday 08:00').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(painted(page)).toHaveCount(40);
  await expect(page.getByText(/^40 of 168 hours painted/)).toBeVisible();
  await page.getByRole('radio', { name: /^2 GiB/ }).check();
  await expect(page.getByLabel(/Capacity/)).toHaveValue('2');
  await page.getByLabel(/Rate.* for one GiB a month/).fill('0.04');
  await expect(page.getByText(/Median of \d+ computers/)).toBeVisible();
  await expect(page.getByText(/^[\d.]+ FIL to [\d.]+ FIL$/)).toBeVisible();
  await page.getByRole('radio', { name: /My connected wallet/ }).check();
}

/** What the portal tells of a node, in force or soon in force. */
async function rateOf(page: Page, operator: string): Promise<bigint> {
  const node = await (await page.request.get(`/api/nodes/${operator}`)).json();
  return BigInt(node.pending?.parameters.rate ?? node.rate);
}

test('an operator signs up, its agent joins, and its offer changes by wallet and by agent', async ({
  page,
  browser,
}) => {
  test.setTimeout(15 * 60_000);
  const computer = await TestComputer.create();
  try {
    await page.goto('/nodes/new');
    await fillIn(page);
    await page.getByRole('button', { name: 'Use the test wallet' }).click();
    await page.getByRole('button', { name: 'Get the command' }).click();
    await expect(page.getByText('Waiting for the code to be used')).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
    // The code is told once: a reload must not lose it.
    await page.reload();
    await expect(page.getByText('Waiting for the code to be used')).toBeVisible();
    const commands = await commandsOf(page);

    await computer.type(commands.download);
    await computer.type(commands.init);
    await expect(page.getByText('The code was used')).toBeVisible();
    const again = computer.type(`${commands.init} --home other`);
    await expect(again).rejects.toThrow(/has been used/);
    computer.start(commands.run);
    await expect(page.getByText('Connected', { exact: true })).toBeVisible();
    await expect(page.getByText('Your computer is part of the network.')).toBeVisible();
    await expectAccessible(page);

    await page.getByRole('link', { name: /See node/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Node 0x');
    const operator = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await expect(page.getByText('New', { exact: true }).first()).toBeVisible();
    await expect(page.getByText('of 2 GiB offered')).toBeVisible();
    await expect(page.getByText(/of 168 hours a week/)).toBeVisible();
    await expect(page.getByText('0 live')).toBeVisible();
    await expect(page.getByText('No promises yet')).toBeVisible();
    await expect(page.getByText('No deals yet')).toBeVisible();
    await expect(page.getByText('0.04 FIL per GiB a month')).toBeVisible();
    await expectAccessible(page);
    await expect.poll(() => isListed(page, operator)).toBe(true);

    await test.step('from its wallet', async () => {
      const context = await browser.newContext();
      const owner = await context.newPage();
      await useKey(owner, await computer.importKey());
      await owner.goto(`/nodes/${operator}`);
      await connectTestWallet(owner);
      await owner.getByRole('button', { name: 'Get test FIL' }).click();
      await expect(owner.getByText('100 FIL', { exact: true })).toBeVisible();
      await owner.keyboard.press('Escape');
      await owner.getByRole('button', { name: 'Change parameters' }).click();
      await owner.getByLabel('Rate for one GiB a month').fill('0.05');
      const dialog = owner.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Change parameters' }).click();
      await expect(dialog.getByText(/^(Done\.|Final:)/)).toBeVisible();
      await expectAccessible(owner);
      await dialog.getByRole('button', { name: 'Close' }).first().click();
      const rate = (5n * 10n ** 16n) / MONTHLY;
      await expect.poll(() => rateOf(owner, operator)).toBeLessThanOrEqual(rate + 1n);
      await expect.poll(() => rateOf(owner, operator)).toBeGreaterThanOrEqual(rate - 1n);
      await expect(owner.getByText('0.05 FIL per GiB a month').first()).toBeVisible();
      await context.close();
    });

    await test.step('by the agent', async () => {
      await computer.stop();
      const program = commands.run.replace(/ run$/, '');
      const said = await computer.type(`${program} set --rate 2000000000000 --accepting no`);
      expect(said).toContain('Changed: accepting, rate.');
      computer.start(commands.run);
      await expect.poll(() => rateOf(page, operator)).toBe(2_000_000_000_000n);
      await page.goto(`/nodes/${operator}`);
      await expect(page.getByText('Not accepted').first()).toBeVisible();
    });
  } finally {
    await computer.remove();
  }
});

/** Whether the list of nodes has this one, on whichever of its pages. */
async function isListed(page: Page, operator: string): Promise<boolean> {
  await page.goto('/nodes');
  for (;;) {
    await page.getByRole('table', { name: 'Nodes' }).waitFor();
    if (await page.locator(`a[href="/nodes/${operator}"]`).count()) return true;
    const next = page.getByRole('link', { name: /^Next \d+/ });
    if ((await next.count()) === 0) return false;
    const href = (await next.getAttribute('href')) ?? '';
    await page.goto(href);
  }
}

/** The built-in wallet holds this key, as if its owner had imported it. */
async function useKey(page: Page, key: string): Promise<void> {
  await page.addInitScript((imported) => {
    if (localStorage.getItem('msp.test-wallet')) return;
    const keys = { keys: [imported], current: 0, allowed: false };
    localStorage.setItem('msp.test-wallet', JSON.stringify(keys));
  }, key);
}
