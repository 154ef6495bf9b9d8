import type { Locator, Page } from '@playwright/test';

/** A cell of the week grid: "Saturday 10:00". */
export const cell = (page: Page, name: string): Locator =>
  page.getByRole('gridcell', { name, exact: true });

/** All painted cells. */
export const painted = (page: Page): Locator => page.locator('[role=gridcell][aria-selected=true]');

/** Drags from one cell to another. */
export async function drag(page: Page, from: string, to: string): Promise<void> {
  await cell(page, from).hover();
  await page.mouse.down();
  await cell(page, to).hover();
  await page.mouse.up();
}
