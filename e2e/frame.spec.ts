import { expectAccessible, expectFitsPhone } from './support/checks';
import { expect, test } from './support/portal';

test.describe('the frame', () => {
  test('fits 320 pixels, menu open and closed', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto('/');
    await page.getByRole('button', { name: 'Open the menu' }).click();
    await expect(page.getByRole('link', { name: 'Nodes' }).first()).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
    await page.getByRole('link', { name: 'Nodes' }).first().click();
    await expect(page).toHaveURL(/\/nodes$/);
    // A new page folds the menu.
    await expect(page.getByRole('button', { name: 'Open the menu' })).toBeVisible();
  });

  test('lets the keyboard skip to the content', async ({ page }) => {
    await page.goto('/');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('#main')).toBeFocused();
  });

  test('keeps the chosen colours, already in the HTML of the next page', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto('/');
    const html = page.locator('html');
    await page.getByRole('button', { name: /Change to light/ }).click();
    await page.getByRole('button', { name: /Change to dark/ }).click();
    await expect(html).toHaveAttribute('data-theme', 'dark');
    const dark = await page.evaluate(() => getComputedStyle(document.body).color);
    const next = await page.request.get('/');
    expect(await next.text()).toMatch(/<html[^>]*data-theme="dark"/);
    await page.reload();
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe(dark);
    await page.getByRole('button', { name: /Change to as the system/ }).click();
    await expect(html).not.toHaveAttribute('data-theme', /./);
  });

  test('says so where there is nothing', async ({ page }) => {
    const response = await page.goto('/no-such-page');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/nothing at this address/);
    await expect(page.getByRole('link', { name: 'Go to the start' })).toBeVisible();
  });
});
