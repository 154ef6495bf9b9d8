import { expectAccessible, expectFitsPhone } from './support/checks';
import { expect, test } from './support/portal';

/** What the portal says of its network now, with some of it changed. */
type Activity = Record<string, unknown>;

test.describe('home', () => {
  test('says what it is and leads each of the three users to the right place', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/stitched across the hours/);
    for (const [name, path] of [
      ['Store files', '/store'],
      ['Offer a computer', '/nodes/new'],
      ['Run the network', '/admin'],
    ] as const) {
      const button = page.getByRole('main').getByRole('link', { name });
      await expect(button.first()).toHaveAttribute('href', path);
    }
    for (const step of ['Split', 'Seal', 'Prove', 'Fetch back']) {
      await expect(page.getByRole('heading', { level: 3, name: step })).toBeVisible();
    }
    await expectAccessible(page);
    await expectFitsPhone(page);
  });

  test('shows the live network: 24 hours around now, computers, space and proofs', async ({
    page,
  }) => {
    const activity = await (await page.request.get('/api/network/activity')).json();
    await page.goto('/');
    await expect(page.getByText('The clock of this network is simulated')).toBeVisible();
    const quilt = page.getByRole('region', { name: 'Computers by hour' }).getByRole('table');
    await expect(quilt.getByRole('columnheader')).toHaveCount(24);
    await expect(quilt.getByRole('row')).toHaveCount(2 + activity.rows.length);
    for (const { operator } of activity.rows) {
      await expect(quilt.locator(`a[href="/nodes/${operator}"]`)).toHaveCount(1);
    }
    const now = page.getByRole('region', { name: 'The network now' });
    await expect(now).toContainText(`of ${activity.nodes.registered} registered`);
    for (const figure of ['Space offered', 'Proofs of the last day', 'Deals running']) {
      await expect(now.getByText(figure)).toBeVisible();
    }
  });

  test('teaches what to do first on a network that nobody has joined', async ({ page }) => {
    const activity: Activity = await (await page.request.get('/api/network/activity')).json();
    const hours = (activity.hours as object[]).map((hour) => ({ ...hour, promised: 0 }));
    const json = {
      ...activity,
      hours,
      rows: [],
      nodes: { registered: 0, online: 0 },
      capacityBytes: '0',
      reservedBytes: '0',
    };
    await page.route('**/api/network/activity', (route) => route.fulfill({ json }));
    await page.goto('/');
    await expect(page.getByText('No computer has joined yet')).toBeVisible({ timeout: 60_000 });
    const first = page.getByRole('main').getByRole('link', { name: 'Offer a computer' });
    await expect(first.last()).toHaveAttribute('href', '/nodes/new');
    await expect(page.getByRole('region', { name: 'The network now' })).toContainText('0 B');
    await expectAccessible(page);
    await expectFitsPhone(page);
  });

  test('goes on showing what it knew while the portal does not answer', async ({ page }) => {
    await page.route('**/api/network/activity', (route) => route.abort());
    await page.goto('/');
    await expect(page.getByText('The portal does not answer at the moment')).toBeVisible({
      timeout: 90_000,
    });
    await expect(page.getByRole('region', { name: 'Computers by hour' })).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
    await page.unroute('**/api/network/activity');
    await expect(page.getByText('The portal does not answer at the moment')).toBeHidden({
      timeout: 90_000,
    });
  });
});
