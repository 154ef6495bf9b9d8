import type { Page } from '@playwright/test';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { expect, test } from './support/portal';

const NOBODY = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';

interface NodeJson extends Record<string, unknown> {
  operator: string;
}

const nodesOf = async (page: Page): Promise<NodeJson[]> =>
  (await (await page.request.get('/api/nodes?limit=100')).json()).nodes;

/** The list shows `count` rows, made of a real one, as the portal would page them. */
async function listOf(page: Page, count: number): Promise<void> {
  const [sample] = await nodesOf(page);
  const all = Array.from({ length: count }, (_, i) => ({
    ...sample,
    operator: `0x${(i + 1).toString(16).padStart(40, '0')}`,
  }));
  await page.route('**/api/nodes?*', (route) => {
    const query = new URL(route.request().url()).searchParams;
    const from = Number(query.get('cursor') ?? 0);
    const to = from + Number(query.get('limit'));
    const nextCursor = to < count ? String(to) : null;
    return route.fulfill({ json: { nodes: all.slice(from, to), nextCursor } });
  });
}

test.describe('the list of nodes', () => {
  test('teaches when it is empty', async ({ page }) => {
    await listOf(page, 0);
    await page.goto('/nodes');
    await expect(page.getByText('No nodes yet')).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: 'Offer space' })).toHaveCount(2);
    await expectAccessible(page);
    await expectFitsPhone(page);
  });

  for (const count of [1, 12]) {
    test(`shows ${count} on one page`, async ({ page }) => {
      await listOf(page, count);
      await page.goto('/nodes');
      await expect(page.locator('tbody tr')).toHaveCount(count);
      await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveCount(0);
      await expectAccessible(page);
      await expectFitsPhone(page);
    });
  }

  test('pages through 500', async ({ page }) => {
    await listOf(page, 500);
    await page.goto('/nodes');
    const pages = page.getByRole('navigation', { name: 'Pages' });
    const seen = new Set<string>();
    for (let at = 0; at < 500; at += 25) {
      await expect(page.locator('tbody tr')).toHaveCount(25);
      const first = `0x${(at + 1).toString(16).padStart(40, '0')}`;
      await expect(page.locator(`a[href="/nodes/${first}"]`)).toBeVisible();
      for (const row of await page.locator('tbody a').all()) {
        seen.add((await row.getAttribute('title')) ?? '');
      }
      if (at + 25 < 500) await pages.getByRole('link', { name: 'Next 25' }).click();
    }
    expect(seen.size).toBe(500);
    await expect(pages.getByText('End of the list')).toBeVisible();
    await pages.getByRole('link', { name: 'First page' }).click();
    await expect(pages.getByRole('link', { name: 'Next 25' })).toBeVisible();
  });

  test('says so when it cannot be loaded, and tries again', async ({ page }) => {
    await page.route('**/api/nodes?*', (route) => route.fulfill({ status: 404, body: '{}' }));
    await page.goto('/nodes');
    await expect(page.getByText('The nodes could not be loaded.')).toBeVisible();
    await page.unroute('**/api/nodes?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('table', { name: 'Nodes' })).toBeVisible();
  });
});

/** A month of one computer: proved, missed for every reason, void, and one hour still open. */
function month(newest: bigint) {
  const misses = [
    { reason: 'no-message' },
    { reason: 'not-in-message' },
    { reason: 'rejected', detail: 'The root differs' },
    { reason: 'unjudged' },
    { reason: 'skipped' },
  ].map((miss) => ({ deal: NOBODY, slot: 0, generation: 0, ...miss }));
  return Array.from({ length: 720 }, (_, i) => {
    const period = String(newest - 719n + BigInt(i));
    if (i === 719) return { period, verdict: 'open', due: 1, kept: 0, misses: [] };
    if (i === 100) return { period, verdict: 'void', due: 1, kept: 0, misses: [] };
    const miss = i >= 700 && i < 705 ? misses[i - 700] : undefined;
    if (!miss) return { period, verdict: 'kept', due: 1, kept: 1, misses: [] };
    return { period, verdict: 'missed', due: 1, kept: 0, misses: [miss] };
  });
}

test.describe('the page of a node', () => {
  test('shows a month of promises, and says of each missed one why', async ({ page }) => {
    const [node] = await nodesOf(page);
    const deal = {
      deal: NOBODY,
      state: 'ACTIVE',
      sectors: 2,
      liveSectors: 1,
      sectorBytes: '1048576',
      fulfilments: '715',
      commitments: '719',
      settled: '1200000000000000000',
      accrued: '30000000000000000',
      sealReward: '5000000000000000',
    };
    await page.route(`**/api/nodes/${node?.operator}/work?*`, async (route) => {
      const real = await (await route.fetch()).json();
      const json = { ...real, cells: month(BigInt(real.newest)), deals: [deal] };
      await route.fulfill({ json });
    });
    await page.goto(`/nodes/${node?.operator}`);
    await expect(page.getByText(/713 hours proved, 5 missed, 1 counted for nobody/)).toBeVisible();
    const missed = page.getByRole('region', { name: 'Missed promises' });
    await expect(missed.getByText(/the computer or its connection was off/)).toBeVisible();
    await expect(missed.getByText(/none for this sector/)).toBeVisible();
    await expect(missed.getByText(/not valid. \(The root differs\)/)).toBeVisible();
    await expect(missed.getByText(/not judged before the period closed/)).toBeVisible();
    await expect(missed.getByText(/could not read this sector/)).toBeVisible();
    const earnings = page.getByRole('table', { name: 'Earnings by deal' });
    await expect(earnings.getByText('1.2 FIL')).toBeVisible();
    await expect(earnings.getByText('1 of 2 live')).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
  });

  test('shows what is true of every node of the network', async ({ page }) => {
    const [node] = await nodesOf(page);
    await page.goto(`/nodes/${node?.operator}`);
    for (const label of ['Rating', 'Earned', 'Space used', 'Sectors']) {
      await expect(page.getByRole('main').getByText(label, { exact: true }).first()).toBeVisible();
    }
    await expect(page.getByText(/of 168 hours a week/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Earnings by deal' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Change parameters' })).toHaveCount(0);
  });

  test('says so when there is no such node', async ({ page }) => {
    await page.goto(`/nodes/${NOBODY}`);
    await expect(page.getByRole('alert').getByText('There is no such node.')).toBeVisible();
    const response = await page.goto('/nodes/nonsense');
    expect(response?.status()).toBe(404);
  });
});
