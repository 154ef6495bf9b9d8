import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/portal';

const STRANGER = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';
const PASSWORD = 'only for this test';

const cell = (page: Page, name: string) => page.getByRole('gridcell', { name, exact: true });
const painted = (page: Page) => page.locator('[role=gridcell][aria-selected=true]');

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(grave).toEqual([]);
}

async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

/** The commands of the page, in order. */
async function commandsOf(page: Page): Promise<string[]> {
  const names = ['Download command', 'Set-up command', 'Run command'];
  const codes = names.map((name) => page.getByRole('group', { name }).locator('code'));
  return Promise.all(codes.map(async (code) => (await code.textContent()) ?? ''));
}

test.describe('an operator', () => {
  test('signs up and its agent joins, with the very commands of the page', async ({ page }) => {
    test.setTimeout(240_000);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'e2e-operator-'));
    const env = {
      ...process.env,
      MICRO_NODE_HOME: path.join(folder, 'home'),
      MICRO_NODE_PASSWORD: PASSWORD,
    };
    let agent: ChildProcess | undefined;
    try {
      await page.goto('/nodes/new');
      await page.getByRole('button', { name: 'Always' }).click();
      await expect(painted(page)).toHaveCount(168);
      await page.getByRole('radio', { name: /^2 GiB/ }).check();
      await page.getByRole('button', { name: 'Use the test wallet' }).click();
      await page.getByRole('button', { name: 'Get the command' }).click();
      await expect(page.getByText('Waiting for the code to be used')).toBeVisible();
      await page.reload();
      const [download = '', init = '', run = ''] = await commandsOf(page);

      const shell = promisify(execFile);
      await shell('sh', ['-c', download], { cwd: folder, env });
      await shell('sh', ['-c', init], { cwd: folder, env });
      await expect(page.getByText('The code was used')).toBeVisible();
      const [program = '', ...args] = run.split(' ');
      agent = spawn(program, [...args, '--attached'], { cwd: folder, env, stdio: 'pipe' });
      await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 120_000 });

      await page.getByRole('link', { name: /See node/ }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Node 0x');
      await expect(page.getByText('of 2 GiB offered')).toBeVisible();
      await expect(page.getByText('168 of 168 hours a week')).toBeVisible();
      await expect(page.getByText('No promises yet')).toBeVisible();
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await expectAccessible(page);
      const operator = page.url().split('/').at(-1) ?? '';
      await page.getByRole('link', { name: 'Nodes' }).first().click();
      await expect(page.locator(`a[href="/nodes/${operator}"]`)).toBeVisible();
      await expectAccessible(page);

      const again = shell('sh', ['-c', `${init} --home other`], { cwd: folder, env });
      await expect(again).rejects.toThrow(/has been used/);
    } finally {
      agent?.kill();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('paints the week by mouse and by keyboard', async ({ page }) => {
    await page.goto('/nodes/new');
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect(painted(page)).toHaveCount(0);
    await cell(page, 'Saturday 10:00').hover();
    await page.mouse.down();
    await cell(page, 'Sunday 13:00').hover();
    await page.mouse.up();
    await expect(painted(page)).toHaveCount(8);
    await cell(page, 'Monday 08:00').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(cell(page, 'Tuesday 09:00')).toBeFocused();
    await expect(painted(page)).toHaveCount(11);
    await cell(page, 'Saturday 10:00').hover();
    await page.mouse.down();
    await cell(page, 'Sunday 13:00').hover();
    await page.mouse.up();
    await expect(painted(page)).toHaveCount(3);
    await page.getByRole('button', { name: 'Monday, every hour' }).click();
    await expect(painted(page)).toHaveCount(25);
  });

  test('hears what is wrong before anything is sent', async ({ page }) => {
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

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`finds an accessible form in ${colorScheme}, also on a phone`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto('/nodes/new');
      await expect(painted(page)).toHaveCount(30);
      await expectAccessible(page);
      await page.setViewportSize({ width: 320, height: 640 });
      await expectAccessible(page);
      await expectNoOverflow(page);
      await page.goto('/nodes');
      await expectNoOverflow(page);
    });
  }

  test('is told when there is no such node', async ({ page }) => {
    await page.goto(`/nodes/${STRANGER}`);
    await expect(page.getByRole('alert').getByText('There is no such node.')).toBeVisible();
    const response = await page.goto('/nodes/nonsense');
    expect(response?.status()).toBe(404);
  });
});
