import type { Page } from '@playwright/test';
import { generatePrivateKey } from 'viem/accounts';
import { visibleName } from '@/lib/client/file-name';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import { onDatabase } from './support/database';
import { localChain } from './support/deal-chain';
import { askForDeal, connectHere, expect, LONG_MS } from './support/deal-page';
import { giveWallet } from './support/deal-wallet';
import { portalOrigin } from './support/env';
import { dropNamed, savedFile, test } from './support/files';
import { newClient, runningDeal } from './support/real-deal';
import { signInByKey } from './support/session';
import { signIn } from './support/wallet';

test.describe.configure({ timeout: LONG_MS });

const LONG = `${'long name '.repeat(25)}x.txt`;
/** Names by what is bad about them, with what a browser may save them as. */
const names: { kind: string; name: string; saved: RegExp }[] = [
  { kind: 'leaves its folder', name: '../../etc/passwd', saved: /^[^/\\]*etc_passwd$/ },
  {
    kind: 'is markup',
    name: '<img src=x onerror=alert(1)>.txt',
    saved: /^.img src=x onerror=alert\(1\).\.txt$/,
  },
  { kind: 'has control characters', name: 'a\u0007b\tc\u009bd.txt', saved: /^a.b.c.?d\.txt$/ },
  { kind: 'turns its direction', name: 'gpj\u202efdp.exe', saved: /^gpjfdp\.exe$/ },
  { kind: 'is 255 characters long', name: LONG, saved: /^.{1,210}$/ },
];

/** Markup in a name would do this. */
async function expectNoScript(page: Page): Promise<void> {
  expect(await page.locator('img[src="x"]').count()).toBe(0);
}

test.describe('in the browser, a name that', () => {
  for (const { kind, name } of names) {
    test(`${kind} is stored and shown as text`, async ({ page }) => {
      page.on('dialog', (dialog) => {
        throw new Error(`A script ran: ${dialog.message()}`);
      });
      await page.goto('/');
      await signIn(page);
      await page.goto('/store');
      await dropNamed(page, name, kind);
      await askForDeal(page);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(visibleName(name));
      await page.goto('/deals');
      await expect(page.getByRole('link', { name: visibleName(name), exact: true })).toBeVisible();
      await expectNoScript(page);
      const { deals } = await (await page.request.get('/api/deals')).json();
      expect(deals[0].file.name).toBe(name);
    });
  }

  test('is too long is shortened, and keeps its ending', async ({ page }) => {
    await page.goto('/');
    await signIn(page);
    await page.goto('/store');
    await dropNamed(page, `${'n'.repeat(400)}.pdf`, 'too long');
    await askForDeal(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^n{200,}….pdf$/);
  });
});

test.describe('over HTTP, a name that', () => {
  const create = (page: Page, name: string) =>
    page.request.post('/api/files', {
      headers: {
        origin: portalOrigin(),
        'Tus-Resumable': '1.0.0',
        'Upload-Length': '10',
        'Upload-Metadata': `filename ${Buffer.from(name).toString('base64')}`,
      },
    });

  for (const { kind, name } of names) {
    test(`${kind} is kept as it is`, async ({ page }) => {
      await signInByKey(page, generatePrivateKey());
      const answer = await create(page, name);
      expect(answer.status()).toBe(201);
      const id = answer.headers().location?.split('/').at(-1);
      const sql = 'SELECT filename FROM "Upload" WHERE id = $1';
      const [row] = await onDatabase<{ filename: string }>(sql, [id]);
      expect(row?.filename).toBe(name);
      // The place of the bytes has nothing of the name.
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
    });
  }

  test('is too long, empty or no text is refused as such', async ({ page }) => {
    await signInByKey(page, generatePrivateKey());
    for (const name of ['n'.repeat(256), '', '   ', 'a\0b.txt']) {
      const answer = await create(page, name);
      expect(answer.status(), JSON.stringify(name)).toBe(400);
      expect((await answer.json()).code).toBe('UPLOAD_METADATA_INVALID');
    }
  });
});

test('each of them is downloaded as a harmless file', async ({ page }) => {
  test.setTimeout(3 * LONG_MS);
  const run = await newClient();
  const deal: DealSnapshot = await runningDeal(run, 'plain.bin');
  await giveWallet(page, { ...(await localChain()), account: run.portal.account });
  await page.goto(`/deals/${deal.dealId}`);
  await connectHere(page);
  await expect(page.getByRole('button', { name: 'Download' })).toBeVisible();
  let content: Buffer | undefined;
  for (const { kind, name, saved } of names) {
    // The name is nothing but a row's text: the other deals of this kind would all be the same.
    const sql = 'UPDATE "Upload" SET filename = $2 WHERE id = $1';
    await onDatabase(sql, [deal.uploadId, name]);
    await page.reload();
    await page.getByRole('button', { name: 'Download' }).click();
    const save = page.getByRole('link', { name: 'Save the file' });
    await expect(save).toBeVisible({ timeout: LONG_MS });
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
    expect(download.suggestedFilename(), kind).toMatch(saved);
    const bytes = await savedFile(download);
    content ??= bytes;
    expect(bytes.equals(content), kind).toBe(true);
    const answer = await page.request.head((await save.getAttribute('href')) ?? '');
    expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="[^"\r\n]+"/);
    expect(answer.headers()['x-content-type-options']).toBe('nosniff');
    await page.keyboard.press('Escape');
  }
});
