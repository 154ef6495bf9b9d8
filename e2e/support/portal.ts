import {
  type BrowserContext,
  test as base,
  expect,
  type Page,
  type Request,
} from '@playwright/test';

/** Everything that the pages asked of a host that is not this computer. */
export interface OutsideRequests {
  outside: string[];
}

/**
 * A page of the running portal. What it, or any other page that the test opens, asks of anywhere
 * else fails the test.
 */
export const test = base.extend<OutsideRequests>({
  outside: [
    async ({ browser, page }, use) => {
      const outside: string[] = [];
      const note = (url: string) => {
        const { hostname, protocol } = new URL(url);
        const isLocal = hostname === '127.0.0.1' || ['data:', 'blob:'].includes(protocol);
        if (!isLocal) outside.push(url);
      };
      const onRequest = (request: Request) => note(request.url());
      const onPage = (opened: Page) => opened.on('websocket', (socket) => note(socket.url()));
      const watch = (context: BrowserContext) => {
        context.on('request', onRequest);
        context.on('page', onPage);
        for (const opened of context.pages()) onPage(opened);
      };
      watch(page.context());
      // Contexts that the test makes by hand.
      browser.on('context', watch);
      await use(outside);
      browser.off('context', watch);
      expect(outside, 'requests that left 127.0.0.1').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
