import type { Locator, Page } from '@playwright/test';
import { weakestHourSentence } from '@/lib/client/deals/weakest-hours';
import { formatFil, formatPercent, formatRating } from '@/lib/client/format';
import { feeOn } from '@/lib/core/deals/costs';
import { type Plan, plan as planSchema } from '@/lib/core/protocol/plans';
import { expect } from './deal-page';

/** The plan of a deal in review, as the portal has it. */
export async function planOf(page: Page, dealId: string): Promise<Plan> {
  return planSchema.parse(await (await page.request.get(`/api/deals/${dealId}/plan`)).json());
}

const hoursIn = (map: string) => BigInt(map).toString(2).replaceAll('0', '').length;

/** A figure with its name, wherever it stands on the page. */
const figure = (page: Page, label: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator('dd')
    .first();

async function expectAmount(at: Locator, atto: bigint): Promise<void> {
  await expect(at).toHaveText(formatFil(atto));
  await expect(at.getByTitle(`${atto} attoFIL`, { exact: true })).toBeVisible();
}

/** The review shows this plan: its computers, what it costs and how surely the file can be read. */
export async function expectReviewOf(page: Page, plan: Plan): Promise<void> {
  const table = page.getByRole('table', { name: 'Computers of this plan' });
  await expect(table.getByRole('row')).toHaveCount(plan.nodes.length + 1);
  for (const { operator, rating, hoursMap } of plan.nodes) {
    const leave = page.getByRole('button', { name: `Leave out ${operator}` });
    const cells = table.getByRole('row').filter({ has: leave }).getByRole('cell');
    await expect(cells.nth(2)).toHaveText(formatRating(rating));
    await expect(cells.nth(3)).toHaveText(String(hoursIn(hoursMap)));
  }

  const { total, perMonth, sealRewards } = plan.cost;
  const costs = page.getByRole('table', { name: 'Cost of the deal' });
  await expectAmount(costs.getByRole('row', { name: /^Total/ }).getByRole('cell'), total);
  await expectAmount(figure(page, 'A month'), perMonth);
  const kept = sealRewards + feeOn(sealRewards, plan.feeBps);
  await expectAmount(figure(page, 'Back if you close at once'), total - kept);

  await expect(page.getByText(weakestHourSentence(plan))).toBeVisible();
  await expect(figure(page, 'Weakest hour')).toHaveText(formatPercent(plan.prediction.worst));
}
