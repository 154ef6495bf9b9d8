/** Runs in the page: fonts are there, nothing shows the shape of what comes, nothing moves. */
export function isSettled() {
  const isBusy = document.querySelector('.animate-pulse, .animate-spin, [aria-busy="true"]');
  return document.readyState === 'complete' && document.fonts.status === 'loaded' && !isBusy;
}

/**
 * Collects what a page should not do.
 * @param {{ expectFailures: boolean, missing?: string }} expected `missing`: address of the page
 *   that answers 404 because there is none
 */
export function watch(page, portal, { expectFailures, missing }) {
  const problems = [];
  const { host, origin } = new URL(portal);
  page.on('pageerror', (error) => problems.push(`threw ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const text = message.text();
    const url = message.location().url || 'no address';
    // The failures that we make, and the page that is meant to be missing; never a script or a style.
    const isExpected = url === missing || (expectFailures && url.startsWith(`${origin}/api/`));
    if (/Failed to load resource/.test(text) && isExpected) return;
    problems.push(`says ${text.slice(0, 200)} (${url})`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOurs = url.host === host || ['127.0.0.1', 'localhost'].includes(url.hostname);
    if (!isOurs && !['data:', 'blob:'].includes(url.protocol)) {
      problems.push(`asks ${url.origin}`);
    }
  });
  return problems;
}

/** Streams never end; everything else that a page asks for is waited for. */
const isStream = (request) => /\/events$|\/api\/inbox\?after=/.test(request.url());

/**
 * Counts what a page still waits for.
 * @returns {() => number} requests under way
 */
export function countRequests(page) {
  const open = new Set();
  page.on('request', (request) => !isStream(request) && open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return () => open.size;
}

const LOOK_MS = 100;
const QUIET_LOOKS = 5;

/** Waits until nothing has been under way for half a second, for at most `ms`. */
export async function untilQuiet(page, underWay, ms) {
  const until = Date.now() + ms;
  for (let quiet = 0; quiet < QUIET_LOOKS && Date.now() < until; ) {
    await page.waitForTimeout(LOOK_MS);
    quiet = underWay() === 0 ? quiet + 1 : 0;
  }
}
