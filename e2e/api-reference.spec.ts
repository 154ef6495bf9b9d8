import { expectAccessible, expectFitsPhone } from './support/checks';
import { expect, test } from './support/portal';

test.describe('the API reference', () => {
  test('has every operation of the OpenAPI document, and opens one', async ({ page }) => {
    const { paths, tags } = await (await page.request.get('/api/openapi.json')).json();
    const operations = Object.values<object>(paths).flatMap(Object.keys);
    await page.goto('/api-reference');
    for (const { name } of tags) {
      await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    }
    await expect(page.locator('main details[id] > summary')).toHaveCount(operations.length);
    await expect(page.getByText(`${operations.length} operations`)).toBeVisible();
    const operation = page.locator('#post-request-storage');
    await operation.locator('summary').click();
    await expect(operation.getByText('uploadId')).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
  });

  test('finds operations by any of their words', async ({ page }) => {
    await page.goto('/api-reference');
    const box = page.getByRole('searchbox', { name: 'Search the reference' });
    await box.fill('jobs RETRY post');
    await expect(page.locator('#post-admin-jobs-id-retry')).toBeVisible();
    await expect(page.locator('#post-request-storage')).toBeHidden();
    await expect(page.getByText(/^[1-5] of \d+ operations$/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Agents', exact: true })).toBeHidden();
    await box.fill('retrievalId');
    await expect(page.locator('#get-deals-id-retrievals, #post-deals-id-retrievals')).toBeVisible();
    await box.fill('nothing has this');
    await expect(page.getByText('No operation has all of these words.')).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
    await box.fill('');
    await expect(page.locator('#post-request-storage')).toBeVisible();
  });

  test('opens the operation that an address names', async ({ page }) => {
    await page.goto('/api-reference#post-deals-id-confirm');
    const operation = page.locator('#post-deals-id-confirm');
    await expect(operation.getByText('planId')).toBeInViewport();
    await operation.getByRole('link', { name: 'Address of this operation' }).click();
    await expect(page).toHaveURL(/#post-deals-id-confirm$/);
  });
});
