import fs from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumPath } from '../lib/chromium.mjs';
import { pagesOf } from './pages.mjs';
import { smaller } from './smaller.mjs';
import { countRequests, isSettled, untilQuiet, watch } from './watch.mjs';

/** How a page is looked at. */
const looks = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  phone: { colorScheme: 'light', viewport: { width: 360, height: 740 }, isMobile: true },
};

/** A panel fills the window's height; this much of it is shown. */
const PANEL_HEIGHT = 1400;

const SETTLE_MS = 60_000;
const QUIET_MS = 15_000;
/** Longer pages are cut: nobody looks at pictures of ten thousand lines. */
const TALLEST = 1600;

const problem503 = {
  status: 503,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    type: 'about:blank',
    title: 'The portal cannot answer now',
    status: 503,
    code: 'INTERNAL',
    detail: 'Something went wrong on our side. Please try again.',
    requestId: 'screens',
  }),
};

/**
 * Takes a picture of every page in every look.
 * @returns {Promise<string[]>} what was wrong: errors in the console, requests to other hosts, pages
 *   that are wider than a phone or that never finish loading
 */
export async function takeScreens({ portal, subjects, only, out }) {
  fs.mkdirSync(out, { recursive: true });
  const pages = pagesOf(subjects).filter(({ name }) => new RegExp(only).test(name));
  const problems = [];
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--hide-scrollbars'],
  });
  try {
    for (const screen of pages) {
      for (const [look, options] of Object.entries(looks)) {
        const file = path.join(out, `${screen.name}-${look}.png`);
        const seen = await takeOne({ browser, portal, screen, options, file });
        problems.push(...seen.map((text) => `${screen.name} (${look}): ${text}`));
      }
      console.log(`· ${screen.name}`);
    }
  } finally {
    await browser.close();
  }
  return problems;
}

/** The header says who is signed in. */
async function knowsItsReader(page, { as }) {
  if (!as) return true;
  // An open panel takes the rest of the page away from readers, not from the picture.
  const account = page.getByRole('button', { name: /^Account 0x/, includeHidden: true });
  return account.waitFor({ timeout: SETTLE_MS }).then(
    () => true,
    () => false,
  );
}

const answer = (page, beginning, response) =>
  page.route(
    (url) => url.pathname.startsWith(beginning),
    (route) => route.fulfill(response),
  );

async function takeOne({ browser, portal, screen, options, file }) {
  const { width: across, height: down } = options.viewport;
  const viewport = { width: across, height: screen.panel ? PANEL_HEIGHT : down };
  const context = await browser.newContext({ ...options, viewport, reducedMotion: 'reduce' });
  try {
    if (screen.as) await context.addCookies([{ ...screen.as.cookie, url: portal }]);
    const page = await context.newPage();
    const underWay = countRequests(page);
    const problems = watch(page, portal, {
      expectFailures: Boolean(screen.failing),
      missing: screen.missing ? new URL(screen.path, portal).href : undefined,
    });
    if (screen.failing) await answer(page, screen.failing, problem503);
    for (const [route, json] of Object.entries(screen.answers ?? {})) {
      await answer(page, route, { json });
    }
    await page.goto(new URL(screen.path, portal).href, { timeout: SETTLE_MS });
    if (!(await knowsItsReader(page, screen))) problems.push('does not show who is signed in');
    await screen.act?.(page);
    await untilQuiet(page, underWay, QUIET_MS);
    await page.waitForFunction(isSettled, undefined, { timeout: SETTLE_MS }).catch(() => {
      problems.push('is still loading after a minute');
    });
    // The badge of a development server is no part of the page.
    await page.evaluate(() => document.querySelector('nextjs-portal')?.remove());
    const { width, height } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      height: document.documentElement.scrollHeight,
    }));
    // A phone zooms out of a page that is too wide: its own width then says nothing.
    if (width > across) problems.push('is wider than its window');
    const clip = { x: 0, y: 0, width, height: Math.min(height, TALLEST) };
    const frame = screen.window || screen.panel ? {} : { fullPage: true, clip };
    const taken = await page.screenshot({ ...frame, animations: 'disabled' });
    fs.writeFileSync(file, await smaller(taken));
    return problems;
  } finally {
    await context.close();
  }
}
