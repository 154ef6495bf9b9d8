import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { DealRun } from '@/scripts/demo/run-deal';
import { waitUntil } from '@/scripts/demo/wait';
import { localAccounts } from '../scripts/lib/accounts.mjs';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { refuseRows } from './support/database';
import { expect, test } from './support/portal';
import { newClient, runningDeal } from './support/real-deal';
import { signInByKey } from './support/session';

const admin = localAccounts.admin.key as `0x${string}`;
const CHAIN_MS = 180_000;

const panel = (page: Page) => page.getByRole('dialog').first();
const section = (page: Page, name: string) =>
  panel(page)
    .locator('section')
    .filter({ has: page.getByRole('heading', { level: 3, name }) });

/** What the chain has recorded of a deal. */
const eventsOf = <N extends 'NodeReplaced' | 'DealEnded'>(
  run: DealRun,
  deal: DealSnapshot,
  eventName: N,
) =>
  run.wallet.chain.getContractEvents<typeof storageDealAbi, N, true>({
    address: deal.address,
    abi: storageDealAbi,
    eventName,
    fromBlock: 0n,
    strict: true,
  });

test.describe.configure({ mode: 'serial' });

test.describe('an administrator and a deal on real computers', () => {
  const name = `ledger-${randomUUID().slice(0, 8)}.bin`;
  let run: DealRun;
  let deal: DealSnapshot;

  test.beforeAll(async () => {
    test.setTimeout(900_000);
    run = await newClient();
    deal = await runningDeal(run, name);
  });

  test('finds it and replaces one of its nodes, which happens on chain', async ({ page }) => {
    test.setTimeout(600_000);
    await signInByKey(page, admin);
    await page.goto('/admin/deals');
    await page.getByRole('searchbox', { name: 'Search' }).fill(name);
    await expect(page).toHaveURL(new RegExp(`/admin/deals\\?search=${name}`));
    await page.getByRole('link', { name }).click();
    await expect(page).toHaveURL(new RegExp(`/admin/deals/${deal.dealId}\\?.*search=${name}`));

    const slots = panel(page).getByRole('table', { name: 'Slots of the deal' });
    const rowOf = (generation: number) =>
      slots.getByRole('row', { name: generation === 0 ? /^0 (?!gen)/ : `0 gen. ${generation}` });
    await expect(rowOf(0)).toContainText('live', { timeout: CHAIN_MS });
    const before = await rowOf(0).getByRole('link').getAttribute('href');

    const replace = panel(page).getByRole('button', { name: 'Replace the node of slot 0' });
    const question = page.getByRole('alertdialog');
    await replace.click();
    await expect(question).toContainText('It cannot be undone');
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Leave it' }).click();
    expect(await eventsOf(run, deal, 'NodeReplaced')).toEqual([]);

    await replace.click();
    await question.getByRole('button', { name: 'Replace the node' }).click();
    await expect(page.getByText('Slot 0 goes to another node')).toBeVisible();
    await expect
      .poll(() => eventsOf(run, deal, 'NodeReplaced'), { timeout: CHAIN_MS })
      .toHaveLength(1);
    const [replaced] = await eventsOf(run, deal, 'NodeReplaced');
    expect(`/admin/nodes/${replaced?.args.oldNode.toLowerCase()}`).toBe(before);
    const after = replaced?.args.plan.node.toLowerCase();
    expect(before).not.toContain(after);

    await expect(rowOf(0)).toContainText('Unhealthy', { timeout: CHAIN_MS });
    await expect(rowOf(1).getByRole('link')).toHaveAttribute('href', `/admin/nodes/${after}`);
    const deeds = panel(page).getByRole('table', { name: 'Audit log of the deal' });
    await expect(deeds.getByRole('row', { name: /slot\.replace/ })).toBeVisible();
    await expect(rowOf(1)).toContainText('live', { timeout: CHAIN_MS });
    await page.goto(`/admin/audit?search=${deal.dealId}`);
    await expect(page.getByRole('row', { name: /replaced a node/ })).toHaveCount(1);
  });

  test('sees everything that is known of it', async ({ page }) => {
    test.setTimeout(300_000);
    await waitUntil(
      () => run.portal.deal(deal.dealId),
      ({ posts }) => posts.accepted > 3,
      { what: 'proofs', timeoutSeconds: 240 },
    );
    await signInByKey(page, admin);
    await page.goto(`/admin/deals/${deal.address}`);
    await expect(panel(page).getByRole('heading', { level: 2, name })).toBeVisible({
      timeout: 120_000,
    });
    const has = (name: string, text: string | RegExp) =>
      expect(section(page, name)).toContainText(text);
    await has('What it is', name);
    await has('Terms', /any 2 of 4, 4 slots in all/);
    await has('Terms', '168 periods');
    await has('Hourly proofs', 'Slots that missed');
    const proofs = panel(page).getByRole('table', { name: 'Proofs by period' });
    await expect(proofs.getByRole('link').first()).toHaveAttribute('href', /\/admin\/periods\/\d+/);
    await has('Money', /Not yet earned\s*[\d.]+ \w*FIL/);
    await has('Money', /Lasts\s*\d+ periods/);
    await expect(panel(page).getByRole('table', { name: 'Earnings by slot' })).toContainText('FIL');
    for (const kind of ['publish', 'porep', 'replaceNode']) await has('Transactions', kind);
    for (const job of ['encode', 'plan', 'repair']) await has('Jobs', job);
    for (const event of ['DealPublished', 'DealStarted', 'NodeReplaced', 'SlotLive']) {
      await has('Events of the contract', event);
    }
    await has('Seal proofs', 'accepted');
    await expectAccessible(page);
    await expectFitsPhone(page);
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/\/admin\/deals$/);
  });

  test('ends it once its client has closed it and the last proofs are settled', async ({
    page,
  }) => {
    test.setTimeout(900_000);
    // The portal would end it by itself within seconds; its own call cannot be written down.
    const mend = await refuseRows('Transaction', {
      when: `NEW."dealId" = '${deal.dealId}' AND NEW."kind" = 'endDeal'`,
      message: 'The disk is full',
    });
    try {
      await run.wallet.closeDeal(deal);
      await signInByKey(page, admin);
      await page.goto(`/admin/deals/${deal.dealId}`);
      await expect(panel(page).getByText('Its last proofs are not settled yet.')).toBeVisible({
        timeout: CHAIN_MS,
      });
      const end = panel(page).getByRole('button', { name: 'End the deal' });
      await expect(end).toBeVisible({ timeout: 600_000 });
      await end.click();
      const question = page.getByRole('alertdialog');
      await expect(question).toContainText('the client gets back what is left');
      expect(await eventsOf(run, deal, 'DealEnded')).toEqual([]);
      await question.getByRole('button', { name: 'End the deal' }).click();
      await expect(page.getByText('The end is on its way to the chain')).toBeVisible();
    } finally {
      await mend();
    }
    await expect
      .poll(() => eventsOf(run, deal, 'DealEnded'), { timeout: CHAIN_MS })
      .toHaveLength(1);
    await expect(panel(page).getByText('It is completed already.')).toBeVisible({
      timeout: CHAIN_MS,
    });
    await page.goto(`/admin/audit?search=${deal.dealId}`);
    await expect(page.getByRole('row', { name: /ended a deal/ })).toHaveCount(1);
  });
});
