import type { Page } from '@playwright/test';

/** How a browser wallet of a test behaves. */
export interface FakeWallet {
  address: string;
  /** The chain that it is on at first. */
  chainId: number;
  /** Whether its owner declines to sign. */
  declines?: boolean;
}

/**
 * Gives the page a browser wallet that announces itself (EIP-6963). It knows its address, changes
 * its chain when asked and signs nothing; before somebody connects it tells no account.
 */
export async function announceWallet(page: Page, wallet: FakeWallet): Promise<void> {
  await page.addInitScript((options: FakeWallet) => {
    const listeners = new Map<string, Set<(value: unknown) => void>>();
    const emit = (event: string, value: unknown) => {
      for (const listener of listeners.get(event) ?? []) listener(value);
    };
    let chainId = options.chainId;
    let connected = false;
    const methods: Record<string, (params: { chainId: string }[]) => unknown> = {
      eth_chainId: () => `0x${chainId.toString(16)}`,
      eth_accounts: () => (connected ? [options.address] : []),
      eth_requestAccounts: () => {
        connected = true;
        return [options.address];
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
        const known = methods[method];
        if (known) return known(params ?? []);
        if (options.declines && method === 'personal_sign') throw refused(4001, 'User rejected.');
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
    (window as unknown as { fakeWalletGoesTo(id: number): void }).fakeWalletGoesTo(next);
  }, chainId);
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
  await page.getByText('Signed in').waitFor();
  await page.keyboard.press('Escape');
}
