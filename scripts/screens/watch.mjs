/** Runs in the page: fonts are there, nothing shows the shape of what comes, nothing moves. */
export function isSettled() {
  const isBusy = document.querySelector('.animate-pulse, .animate-spin, [aria-busy="true"]');
  return document.readyState === 'complete' && document.fonts.status === 'loaded' && !isBusy;
}

/** Collects what a page should not do. */
export function watch(page, portal, { expectFailures }) {
  const problems = [];
  const { host } = new URL(portal);
  page.on('pageerror', (error) => problems.push(`threw ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const text = message.text();
    // Answers that a page is told to expect: the 404 page, and the failures that we make.
    if (/Failed to load resource/.test(text) && (expectFailures || /404/.test(text))) return;
    problems.push(`says ${text.slice(0, 200)}`);
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
