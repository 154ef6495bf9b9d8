import type { Page } from '@playwright/test';

/** How a browser wallet of a test behaves. */
export interface FakeWallet {
  address: string;
  /** The chain that it is on at first. */
  chainId: number;
  /** What its owner declines, as methods of the wallet: `personal_sign`, `eth_requestAccounts`. */
  declines?: readonly string[];
  /** It is still starting: it tells no account before `wakeWallet`. */
  asleep?: boolean;
}

/** What a test lets the owner of the announced wallet do by hand. */
interface WalletHands {
  fakeWalletGoesTo(chainId: number): void;
  fakeWalletBecomes(address: string): void;
  fakeWalletWakes(): void;
  /** It was asked for its accounts while it slept. */
  fakeWalletWasCalled?: boolean;
}

/**
 * Gives the page a browser wallet that announces itself (EIP-6963). It knows its address, changes
 * its chain when asked and signs nothing; before somebody connects it tells no account.
 */
export async function announceWallet(page: Page, wallet: FakeWallet): Promise<void> {
  await page.addInitScript((options: FakeWallet) => {
    const OWNER_TAKES_MS = 200;
    const listeners = new Map<string, Set<(value: unknown) => void>>();
    const emit = (event: string, value: unknown) => {
      for (const listener of listeners.get(event) ?? []) listener(value);
    };
    let { chainId, address } = options;
    let connected = false;
    let wake = () => {};
    const awake = options.asleep ? new Promise<void>((resolve) => (wake = resolve)) : undefined;
    const methods: Record<string, (params: { chainId: string }[]) => unknown> = {
      eth_chainId: () => `0x${chainId.toString(16)}`,
      eth_accounts: async () => {
        if (awake) Object.assign(window, { fakeWalletWasCalled: true });
        await awake;
        return connected ? [address] : [];
      },
      eth_requestAccounts: () => {
        connected = true;
        return [address];
      },
      wallet_switchEthereumChain: ([target]) => {
        chainId = Number(target?.chainId);
        emit('chainChanged', target?.chainId);
        return null;
      },
    };
    const refused = (code: number, message: string) => Object.assign(new Error(message), { code });
    const provider = {
      request: async ({ method, params }: { method: string; params?: { chainId: string }[] }) => {
        if (options.declines?.includes(method)) {
          // Nobody declines before the wallet's window is there.
          await new Promise((resolve) => setTimeout(resolve, OWNER_TAKES_MS));
          throw refused(4001, 'User rejected.');
        }
        const known = methods[method];
        if (known) return known(params ?? []);
        throw refused(4200, `${method} is not supported.`);
      },
      on: (event: string, listener: (value: unknown) => void) => {
        listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
      },
      removeListener: (event: string, listener: (value: unknown) => void) => {
        listeners.get(event)?.delete(listener);
      },
    };
    Object.assign(window, {
      fakeWalletGoesTo: (next: number) => {
        chainId = next;
        emit('chainChanged', `0x${next.toString(16)}`);
      },
      fakeWalletBecomes: (next: string) => {
        address = next;
        emit('accountsChanged', [next]);
      },
      fakeWalletWakes: () => wake(),
    });
    const info = {
      uuid: '6f0d7c1e-9a2b-4c3d-8e4f-5a6b7c8d9e0f',
      name: 'Fake Wallet',
      rdns: 'org.example.fake',
      icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
    };
    const announce = () =>
      window.dispatchEvent(
        new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }),
      );
    window.addEventListener('eip6963:requestProvider', announce);
    announce();
  }, wallet);
}

/** The owner of the announced wallet changes its network by hand. */
export async function changeChain(page: Page, chainId: number): Promise<void> {
  await page.evaluate((next) => {
    (window as unknown as WalletHands).fakeWalletGoesTo(next);
  }, chainId);
}

/** The owner of the announced wallet changes to another account by hand. */
export async function changeAccount(page: Page, address: string): Promise<void> {
  await page.evaluate((next) => {
    (window as unknown as WalletHands).fakeWalletBecomes(next);
  }, address);
}

/** Waits until the sleeping wallet was asked for its accounts. */
export async function untilWalletCalled(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as unknown as WalletHands).fakeWalletWasCalled);
}

/** The sleeping wallet answers from now on. */
export async function wakeWallet(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as WalletHands).fakeWalletWakes());
}

/** Chooses the announced wallet in the dialog; what the wallet answers is up to it. */
export async function connectFakeWallet(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect wallet' }).click();
  await page.getByRole('button', { name: 'Fake Wallet' }).click();
}

/** Connects the built-in test wallet of the local chain and opens the account's menu. */
export async function connectTestWallet(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect wallet' }).click();
  await page.getByRole('button', { name: 'Built-in test wallet' }).click();
  await openAccount(page);
}

/** Opens the menu of the connected account. */
export async function openAccount(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account 0x/ }).click();
}

/** Connects the test wallet and signs in with it; closes the menu again. */
export async function signIn(page: Page): Promise<void> {
  await connectTestWallet(page);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText(/^Signed in/).waitFor();
  await page.keyboard.press('Escape');
}
