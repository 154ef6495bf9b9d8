import { randomUUID } from 'node:crypto';
import { generatePrivateKey } from 'viem/accounts';
import { localAccounts } from '../scripts/lib/accounts.mjs';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { onDatabase } from './support/database';
import { deadLetter } from './support/dead-letter';
import { portalOrigin } from './support/env';
import { expect, test } from './support/portal';
import { addressOf, handlerPatterns } from './support/routes';
import { signInByKey } from './support/session';

const admin = localAccounts.admin.key as `0x${string}`;
/** Of each folder that does something; the others answer questions. */
const DOES = /\/(end|retry|replace)$/;

/** Every route of the administration with a deal, a job and so on that may or may not be there. */
function routes(job: string): { method: 'GET' | 'POST'; path: string }[] {
  const values = {
    '/api/admin/jobs/[id]': job,
    id: randomUUID(),
    operator: '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
    period: '1',
    slot: '0',
  };
  return handlerPatterns()
    .filter((pattern) => pattern.startsWith('/api/admin/'))
    .map((pattern) => ({
      method: DOES.test(pattern) ? 'POST' : 'GET',
      path: addressOf(pattern, values),
    }));
}

test.describe('who may see the administration', () => {
  test('nobody without a session, and no wallet that is not on the list', async ({ page }) => {
    const job = await deadLetter('notify');
    const all = routes(job);
    expect(all.length).toBeGreaterThan(14);
    const origin = portalOrigin();
    const refusals = async () => {
      const answers: string[] = [];
      for (const { method, path } of all) {
        const data = method === 'POST' ? { generation: 0 } : undefined;
        const answer = await page.request.fetch(path, { method, data, headers: { origin } });
        answers.push(`${answer.status()} ${(await answer.json()).code} ${method} ${path}`);
      }
      return answers;
    };
    const each = (word: string) => all.map(({ method, path }) => `${word} ${method} ${path}`);
    expect(await refusals()).toEqual(each('401 UNAUTHENTICATED'));
    await signInByKey(page, generatePrivateKey());
    expect(await refusals()).toEqual(each('403 FORBIDDEN'));
    // Nothing was done on the way.
    const left = await onDatabase(`DELETE FROM pgboss.job WHERE id = $1 RETURNING id`, [job]);
    expect(left).toHaveLength(1);
    expect(
      await onDatabase(`SELECT id FROM "AuditLog" WHERE target LIKE $1`, [`%${job}%`]),
    ).toEqual([]);
  });

  test('pages ask a stranger to sign in and refuse who is not on the list', async ({ page }) => {
    await page.goto('/admin/deals');
    await expect(page.getByRole('heading', { name: 'Sign in with your wallet' })).toBeVisible();
    await expectAccessible(page);
    await signInByKey(page, generatePrivateKey());
    await page.reload();
    await expect(page.getByText('This wallet is not an administrator')).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
    await signInByKey(page, admin);
    await page.reload();
    await expect(page.getByRole('region', { name: 'Health' })).toBeVisible();
  });
});
