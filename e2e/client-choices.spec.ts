import type { Page } from '@playwright/test';
import { expect } from './support/deal-page';
import { choose, test } from './support/files';

/** The price of the panel in attoFIL; of all amounts only it stands in a paragraph. */
const total = (page: Page) => page.locator('p').getByTitle(/^\d+ attoFIL$/);
const price = async (page: Page) =>
  (await total(page).getAttribute('title'))?.replace(' attoFIL', '');

/** The day on which the term ends, in milliseconds. */
const end = async (page: Page) =>
  Date.parse(
    (await page
      .getByText(/ends? about/i)
      .locator('time')
      .getAttribute('datetime')) ?? '',
  );

/** Totals that the portal has told the page, by "periods tier". That of the dearest is doubled. */
async function watchQuotes(page: Page): Promise<Map<string, string>> {
  const totals = new Map<string, string>();
  await page.route('**/api/quote?*', async (route) => {
    const response = await route.fetch();
    const quote = await response.json();
    const { durationPeriods, tier } = quote;
    // With a small fleet every speed may need all computers, and then all cost the same.
    if (tier === 'instant') quote.cost.total = String(2n * BigInt(quote.cost.total));
    totals.set(`${durationPeriods} ${tier}`, quote.cost.total);
    await route.fulfill({ response, json: quote });
  });
  return totals;
}

test('the price follows the file, the term and the speed', async ({ page, makeFile }) => {
  const totals = await watchQuotes(page);
  const expectPriceOf = (wish: string) =>
    expect.poll(async () => (await price(page)) === totals.get(wish), { message: wish }).toBe(true);
  await page.goto('/store');
  await expect(page.getByText('Choose a file to see its price.')).toBeVisible();
  await expect(total(page)).toHaveCount(0);
  await choose(page, await makeFile('priced.txt', 3000));
  await expectPriceOf('720 day');

  const [firstEnd, firstPrice] = [await end(page), BigInt((await price(page)) ?? '0')];
  const slider = page.getByRole('slider', { name: 'How long to store the file' });
  await slider.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', '45 days');
  await expectPriceOf('1080 day');
  expect(await end(page)).toBeGreaterThan(firstEnd);
  expect(BigInt((await price(page)) ?? '0')).toBeGreaterThan(firstPrice);

  const before = await price(page);
  await page.getByRole('radio', { name: /^Any second/ }).check();
  await expectPriceOf('1080 instant');
  expect(await price(page)).not.toBe(before);
});
