import { expect, test } from './support/portal';

test('the home page renders without errors and says that the clock is simulated', async ({
  page,
}) => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  const response = await page.goto('/');
  expect(response?.status()).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('simulated clock')).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(problems).toEqual([]);
});

test('the page carries the security headers', async ({ page }) => {
  const headers = (await page.goto('/'))?.headers() ?? {};
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['x-powered-by']).toBeUndefined();
});

test('health and readiness answer, line by line', async ({ request }) => {
  const health = await request.get('/api/health');
  expect(health.status()).toBe(200);
  expect(await health.json()).toMatchObject({ ok: true });
  const ready = await request.get('/api/ready');
  expect(ready.status()).toBe(200);
});

test('the two addresses of the seeds reach their handlers', async ({ request }) => {
  for (const path of ['/register-node', '/request-storage']) {
    const short = await request.post(path, { data: {} });
    const long = await request.post(`/api${path}`, { data: {} });
    expect(short.status(), path).toBe(long.status());
    expect(short.status(), path).toBeGreaterThanOrEqual(400);
    expect(short.status(), path).toBeLessThan(500);
    expect(short.headers()['content-type']).toContain('application/problem+json');
    expect((await short.json()).code).toBe((await long.json()).code);
  }
});
