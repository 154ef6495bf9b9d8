import type { APIResponse, Page } from '@playwright/test';
import { localAccounts } from '../scripts/lib/accounts.mjs';
import { expect, test } from './support/portal';
import { addressOf, handlerPatterns, pagePatterns } from './support/routes';
import { sampleValues } from './support/sample';
import { signInByKey } from './support/session';

const admin = localAccounts.admin;

/** Every page's address with real ids, and one that leads nowhere. */
async function addresses(): Promise<string[]> {
  const values = await sampleValues(admin.address.toLowerCase());
  return [...pagePatterns().map((pattern) => addressOf(pattern, values)), '/no-such-page'];
}

/** A policy as directives with their sources. */
function parse(policy: string): Record<string, string[]> {
  const parts = policy.split(';').map((part) => part.trim().split(/\s+/));
  return Object.fromEntries(parts.map(([name = '', ...sources]) => [name, sources]));
}

const isDevelopment = async (answer: APIResponse) => /hmr-client/.test(await answer.text());

function expectGeneralHeaders(answer: APIResponse): void {
  const headers = answer.headers();
  expect(headers['x-content-type-options'], answer.url()).toBe('nosniff');
  expect(headers['x-frame-options'], answer.url()).toBe('DENY');
  expect(headers['referrer-policy'], answer.url()).toBe('same-origin');
  expect(headers['cross-origin-opener-policy'], answer.url()).toBe('same-origin');
  expect(headers['permissions-policy'], answer.url()).toContain('camera=()');
  expect(headers['x-powered-by'], answer.url()).toBeUndefined();
}

test.describe('every page', () => {
  test('runs scripts by a nonce of its own only, and lets nobody frame it', async ({ page }) => {
    await signInByKey(page, admin.key as `0x${string}`);
    const nonces = new Set<string>();
    const all = await addresses();
    for (const address of all) {
      const answer = await page.request.get(address);
      const policy = parse(answer.headers()['content-security-policy'] ?? '');
      const scripts = policy['script-src'] ?? [];
      const nonce = scripts.find((source) => source.startsWith("'nonce-"))?.slice(7, -1) ?? '';
      expect(nonce.length, address).toBeGreaterThanOrEqual(22);
      nonces.add(nonce);
      expect(scripts, address).toContain("'strict-dynamic'");
      expect(scripts, address).not.toContain("'unsafe-inline'");
      if (!(await isDevelopment(answer))) expect(scripts).not.toContain("'unsafe-eval'");
      expect(policy['frame-ancestors'], address).toEqual(["'none'"]);
      expect(policy['object-src'], address).toEqual(["'none'"]);
      expect(policy['base-uri'], address).toEqual(["'self'"]);
      expect(policy['form-action'], address).toEqual(["'self'"]);
      expect(policy['frame-src'], address).toEqual(["'none'"]);
      expectGeneralHeaders(answer);
      const tags = [...(await answer.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect(tags.length, address).toBeGreaterThan(0);
      for (const tag of tags) expect(tag, address).toContain(`nonce="${nonce}"`);
    }
    expect(nonces.size).toBe(all.length);
  });

  test('breaks none of its own rules', async ({ page }) => {
    test.setTimeout(10 * 60_000);
    await watchViolations(page);
    await signInByKey(page, admin.key as `0x${string}`);
    for (const address of await addresses()) {
      await page.goto(address);
      await expect(page.locator('.animate-pulse'), address).toHaveCount(0);
      expect(await violations(page), address).toEqual([]);
    }
  });
});

/** Notes in the page what its policy stops. */
async function watchViolations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { violations: seen });
    document.addEventListener('securitypolicyviolation', (event) => {
      seen.push(`${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
}

const violations = (page: Page) =>
  page.evaluate(() => (window as unknown as { violations: string[] }).violations);

test.describe('a script that somebody smuggled in', () => {
  test('is not run, whichever way it comes', async ({ page }) => {
    await watchViolations(page);
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    const ways: Record<string, [html: string, stopped: RegExp]> = {
      attribute: ['<img src="data:image/png," onerror="window.pwned = 1">', /^script-src-attr /],
      frame: [
        '<iframe srcdoc="<script>parent.pwned = 1</script>"></iframe>',
        /^script-src|^frame-/,
      ],
      link: ['<a id="trap" href="javascript:void(window.pwned = 1)">x</a>', /^script-src-elem /],
    };
    for (const [way, [html, stopped]] of Object.entries(ways)) {
      await page.evaluate((text) => document.body.insertAdjacentHTML('beforeend', text), html);
      if (way === 'link') await page.locator('#trap').evaluate((link: HTMLElement) => link.click());
      await expect
        .poll(async () => (await violations(page)).some((seen) => stopped.test(seen)), way)
        .toBe(true);
    }
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  });

  test('in the HTML itself is not run either', async ({ page }) => {
    await watchViolations(page);
    await page.route('**/nodes', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(
        '</body>',
        '<script>window.pwned = 1</script></body>',
      );
      await route.fulfill({ response, body });
    });
    await page.goto('/nodes');
    await expect.poll(() => violations(page)).toContain('script-src-elem inline');
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  });
});

test('another site cannot put a page into a frame', async ({ page, baseURL }) => {
  // Another origin on this computer; nothing listens there, the test answers for it.
  const other = 'http://127.0.0.1:45678/frame';
  await page.route(other, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<h1>Win coins</h1><iframe src="${baseURL}/nodes/new"></iframe>`,
    }),
  );
  await page.goto(other);
  await expect(page.getByRole('heading', { name: 'Win coins' })).toBeVisible();
  await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
  expect(await page.frames()[1]?.getByText('Offer space').count()).toBe(0);
});

test.describe('data', () => {
  test('does nothing in a browser, and no answer lacks the headers', async ({ page }) => {
    await signInByKey(page, admin.key as `0x${string}`);
    const values = await sampleValues(admin.address.toLowerCase());
    const general = { id: values['/deals/[id]'] ?? '', deal: values.operator ?? '', path: '' };
    for (const pattern of handlerPatterns()) {
      const full = { ...general, ...values, slot: '0', generation: '0' };
      const address = addressOf(pattern, full);
      // Streams do not end; their headers are those of HEAD.
      const answer = await page.request.fetch(address, { method: 'HEAD' });
      expectGeneralHeaders(answer);
      const policy = parse(answer.headers()['content-security-policy'] ?? '');
      expect(policy['default-src'], address).toEqual(["'none'"]);
      expect(policy['frame-ancestors'], address).toEqual(["'none'"]);
    }
  });

  test('is refused to a page of another site, for real', async ({ page, baseURL }) => {
    await signInByKey(page, admin.key as `0x${string}`);
    const headers = { Origin: 'https://evil.example' };
    for (const path of ['/api/auth/logout', '/api/signup', '/api/inbox/ack', '/request-storage']) {
      const answer = await page.request.post(path, { headers, data: {} });
      expect(answer.status(), path).toBe(403);
      expect((await answer.json()).code, path).toBe('ORIGIN_REFUSED');
    }
    const still = await (await page.request.get(`${baseURL}/api/auth/session`)).json();
    expect(still.address).toBe(admin.address.toLowerCase());
  });
});
