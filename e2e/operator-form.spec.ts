import { commandsOf, TestComputer } from './support/agent';
import { expectAccessible, expectFitsPhone } from './support/checks';
import { onDatabase } from './support/database';
import { expect, test } from './support/portal';
import { cell, drag, painted } from './support/week';

test.describe('the sign-up form', () => {
  test('is painted by mouse and by keyboard', async ({ page }) => {
    await page.goto('/nodes/new');
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect(painted(page)).toHaveCount(0);
    await drag(page, 'Saturday 10:00', 'Sunday 13:00');
    await expect(painted(page)).toHaveCount(8);
    await cell(page, 'Monday 08:00').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(cell(page, 'Tuesday 09:00')).toBeFocused();
    await expect(painted(page)).toHaveCount(11);
    await drag(page, 'Saturday 10:00', 'Sunday 13:00');
    await expect(painted(page)).toHaveCount(3);
    await page.getByRole('button', { name: 'Monday, every hour' }).click();
    await expect(painted(page)).toHaveCount(25);
  });

  test('begins with a week in one click', async ({ page }) => {
    await page.goto('/nodes/new');
    const weeks = { 'Weekday evenings': 30, 'Working hours': 45, Always: 168, Clear: 0 };
    for (const [name, hours] of Object.entries(weeks)) {
      const preset = page.getByRole('button', { name, exact: true });
      await preset.click();
      await expect(painted(page), name).toHaveCount(hours);
      await expect(preset).toHaveAttribute('aria-pressed', 'true');
    }
  });

  test('shows the week in the reader’s zone and says what clock changes do', async ({
    browser,
  }) => {
    const context = await browser.newContext({ timezoneId: 'Europe/Berlin' });
    const page = await context.newPage();
    await page.goto('/nodes/new');
    await expect(page.getByLabel('Time zone of these hours')).toHaveValue('Europe/Berlin');
    await page.getByRole('button', { name: 'Clear' }).click();
    await cell(page, 'Monday 12:00').click();
    await expect(page.getByText(/Clocks change in this zone/)).toBeVisible();
    await cell(page, 'Monday 13:00').click();
    await expect(page.getByText(/Clocks change in this zone/)).toBeHidden();
    await context.close();
  });

  test('explains a word where it stands, by mouse and by keyboard', async ({ page }) => {
    await page.goto('/nodes/new');
    const word = page.getByRole('button', { name: 'rating', exact: true });
    const card = page.getByRole('dialog', { name: 'What rating means' });
    await word.click();
    await expect(card).toBeVisible();
    await word.click();
    await expect(card).toBeHidden();
    await word.press('Enter');
    await expect(card).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(card).toBeHidden();
    await expect(word).toBeFocused();
  });

  test('says what is wrong before anything is sent', async ({ page }) => {
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/api/signup')) asked++;
    });
    await page.goto('/nodes/new');
    await page.getByRole('button', { name: 'Use the test wallet' }).click();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel(/Capacity/).fill('a lot');
    await page.getByRole('radio', { name: /Another address/ }).check();
    await page.getByLabel('Payout address').fill('0x12');
    await page.getByRole('button', { name: 'Get the command' }).click();
    await expect(page.getByText('Paint at least one hour of the week.')).toBeVisible();
    await expect(page.getByText('3 values need a change')).toBeVisible();
    expect(asked).toBe(0);
  });

  test('is accessible and fits a phone', async ({ page }) => {
    await page.goto('/nodes/new');
    await expect(painted(page)).toHaveCount(30);
    await expectAccessible(page);
    await expectFitsPhone(page);
  });
});

test('a code that has expired is no use, and the page offers a new one', async ({ page }) => {
  const computer = await TestComputer.create();
  try {
    await page.goto('/nodes/new');
    await page.getByRole('button', { name: 'Use the test wallet' }).click();
    const created = page.waitForResponse((answer) => answer.url().endsWith('/api/signup'));
    await page.getByRole('button', { name: 'Get the command' }).click();
    const { id } = (await (await created).json()) as { id: string };
    await expect(page.getByText('Waiting for the code to be used')).toBeVisible();
    const { download, init } = await commandsOf(page);
    await onDatabase(
      `UPDATE "SignupCode" SET "expiresAt" = now() - interval '1 second' WHERE "codeHash" = $1`,
      [id],
    );
    await expect(page.getByText('This code has expired')).toBeVisible();
    await expectAccessible(page);
    await computer.type(download);
    await expect(computer.type(init)).rejects.toThrow(/expired/);
    await page.getByRole('button', { name: 'Back to the form' }).click();
    await expect(page.getByRole('button', { name: 'Get the command' })).toBeVisible();
  } finally {
    await computer.remove();
  }
});
