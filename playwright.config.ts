import { defineConfig } from '@playwright/test';
import { knownPortalUrl } from './e2e/support/env';
import { chromiumPath } from './scripts/lib/chromium.mjs';

const executablePath = chromiumPath();
/** A page must not depend on anything outside, and the browser must not talk to its maker. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  '--metrics-recording-only',
  // No graphics card here: drawing through an emulated one takes the processor from the rest.
  '--disable-gpu',
];
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/global-setup.ts',
  outputDir: 'test-results/playwright',
  // Two files at a time: most of a journey waits for seals and periods.
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  projects: [
    { name: 'browser', testIgnore: ['client-restart.spec.ts'] },
    // Restarts the portal of everybody else, and so comes last.
    { name: 'restart', testMatch: ['client-restart.spec.ts'], dependencies: ['browser'] },
  ],
  timeout: 300_000,
  // Every wait is for a condition; on a busy machine with two cores a page may take its time.
  expect: { timeout: 60_000 },
  use: {
    // Set by the global set-up, before the tests' processes read this file.
    baseURL: knownPortalUrl(),
    browserName: 'chromium',
    headless: true,
    // A click waits for its element, but not until the whole test is over.
    actionTimeout: 90_000,
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      // The browser's sandbox does not work for root.
      chromiumSandbox: !isRoot,
      args: quiet,
    },
  },
});
