import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { uploadFile } from '@/scripts/demo/upload';
import { waitUntil } from '@/scripts/demo/wait';
import { localAccounts } from '../scripts/lib/accounts.mjs';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { onDatabase, refuseRows } from './support/database';
import { deadLetter, noMoreTries } from './support/dead-letter';
import { expect, test } from './support/portal';
import { newClient, withFile } from './support/real-deal';
import { signInByKey } from './support/session';

const admin = localAccounts.admin.key as `0x${string}`;
const panel = (page: Page) => page.getByRole('dialog').first();

test.describe('dead letters', () => {
  test('of a job that failed for good: seen, retried, and the deal goes on', async ({ page }) => {
    test.setTimeout(400_000);
    const name = `stuck-${randomUUID().slice(0, 8)}.bin`;
    const { portal } = await newClient();
    const client = portal.account.address.toLowerCase();
    const uploadId = await withFile(name, (file) => uploadFile(portal, file));
    // What the encoding finds out cannot be written down, until somebody mends it.
    const mend = await refuseRows('Deal', {
      event: 'UPDATE',
      when: `NEW."client" = '${client}'`,
      message: 'No space left on the disk of the database',
    });
    let dealId = '';
    let letter: { id: string } | undefined;
    try {
      const wish = { uploadId, durationPeriods: 24, tier: 'day' as const, dataShards: 2 };
      ({ dealId } = await portal.requestStorage({ ...wish, totalShards: 4 }));
      letter = await waitUntil(
        async () => {
          await noMoreTries(dealId);
          const [row] = await onDatabase<{ id: string }>(
            `SELECT id::text AS id FROM pgboss.job
             WHERE name = 'encode.dead' AND state = 'created' AND data->>'dealId' = $1`,
            [dealId],
          );
          return row;
        },
        (row) => row !== undefined,
        { what: 'the dead letter', timeoutSeconds: 120 },
      );
      await signInByKey(page, admin);
      await page.goto('/admin');
      const health = page.getByRole('region', { name: 'Health' });
      await health.getByRole('link', { name: /dead letter/ }).click();
      await expect(page).toHaveURL(/\/admin\/jobs\?state=dead/);
      await page.getByRole('searchbox', { name: 'Search' }).fill(dealId);
      await expect(page).toHaveURL(new RegExp(`search=${dealId}`));
      await expectAccessible(page);
      await page.goto(`/admin/jobs/${letter?.id}?state=dead`);
      await expect(
        panel(page)
          .getByText(/No space left on the disk/)
          .first(),
      ).toBeVisible();
      await expectAccessible(page);
      await expectFitsPhone(page);
    } finally {
      await mend();
    }
    await panel(page).getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Try it again' }).click();
    await expect(page.getByText('The encode job is tried again')).toBeVisible();
    await waitUntil(
      () => portal.deal(dealId),
      ({ status }) => status === 'REVIEW',
      { what: 'the plan', timeoutSeconds: 120 },
    );
    expect(await onDatabase('SELECT id FROM pgboss.job WHERE id = $1', [letter?.id])).toEqual([]);
    await page.goto(`/admin/audit?search=${letter?.id}`);
    await expect(page.getByRole('row', { name: /retried a job/ })).toHaveCount(1);
    await page.goto(`/admin/deals/${dealId}`);
    await expect(panel(page).getByRole('heading', { name })).toBeVisible();
    await portal.cancel(dealId);
  });

  test('are counted, asked about before a retry, and gone after it', async ({ page }) => {
    const id = await deadLetter('encode');
    await signInByKey(page, admin);
    await page.goto(`/admin/jobs/${id}?state=dead`);
    await expect(panel(page).getByText('The disk is full').first()).toBeVisible();
    await panel(page).getByRole('button', { name: 'Retry' }).click();
    const question = page.getByRole('alertdialog');
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Leave it' }).click();
    expect(await onDatabase('SELECT id FROM pgboss.job WHERE id = $1', [id])).toHaveLength(1);
    await panel(page).getByRole('button', { name: 'Retry' }).click();
    await question.getByRole('button', { name: 'Try it again' }).click();
    await expect(page.getByText('The encode job is tried again')).toBeVisible();
    await expect
      .poll(() => onDatabase('SELECT id FROM pgboss.job WHERE id = $1', [id]))
      .toEqual([]);
  });
});
