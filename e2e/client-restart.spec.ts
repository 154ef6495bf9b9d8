import { canRestart, restart } from './support/control';
import { expect } from './support/deal-page';
import { choose, slowUploads, test, watchOffsets } from './support/files';
import { signIn } from './support/wallet';

const MIB = 1024 * 1024;
const CHUNK = 16 * MIB;

test.skip(!canRestart(), 'only a run that started its platform can restart a part of it');

test('an upload outlives a restart of the portal in its middle', async ({ page, makeFile }) => {
  test.setTimeout(10 * 60_000);
  const file = await makeFile('restarted.bin', 40 * MIB);
  await page.goto('/');
  await signIn(page);
  await page.goto('/store');
  const created: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/files')) created.push('one');
  });
  const speed = await slowUploads(page);
  const first = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await choose(page, file);
  await first;
  // The restart must meet the upload, which then sends the rest.
  const isCutOff = async () => {
    await expect(page.getByText(/trying again/).first()).toBeVisible();
    return watchOffsets(page);
  };
  const [offsets] = await Promise.all([isCutOff(), restart('portal')]);
  await speed.restore();
  await expect(page.getByText('40 MiB uploaded')).toBeVisible();
  // Nothing was begun anew, and what had arrived was not sent again.
  expect(created).toEqual(['one']);
  expect(offsets.length).toBeGreaterThan(0);
  expect(Math.min(...offsets)).toBeGreaterThanOrEqual(CHUNK);
});
