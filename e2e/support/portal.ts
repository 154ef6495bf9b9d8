import { test as base, expect } from '@playwright/test';

/** Everything that a page asked of a host that is not this computer. */
export interface OutsideRequests {
  outside: string[];
}

/** A page of the running portal; a request to anywhere else fails the test. */
export const test = base.extend<OutsideRequests>({
  outside: [
    async ({ page }, use) => {
      const outside: string[] = [];
      page.on('request', (request) => {
        const { hostname, protocol } = new URL(request.url());
        const isLocal = hostname === '127.0.0.1' || ['data:', 'blob:'].includes(protocol);
        if (!isLocal) outside.push(request.url());
      });
      await use(outside);
      expect(outside, 'requests that left 127.0.0.1').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
