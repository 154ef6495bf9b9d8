'use client';

import '@rainbow-me/rainbowkit/styles.css';
import {
  type DisclaimerComponent,
  darkTheme,
  lightTheme,
  RainbowKitProvider,
} from '@rainbow-me/rainbowkit';
import { useEffect, useState } from 'react';
import { WagmiProvider } from 'wagmi';
import { platformName } from '@/lib/client/platform-name';
import { type WalletKit, walletKit } from '@/lib/client/wallet/kit';
import { walletState, walletWanted, walletWish } from '@/lib/client/wallet/state';
import { toast } from '../ui/toaster';
import { DecorativeIcons } from './decorative-icons';
import { useIsDark } from './use-is-dark';
import { WalletBridge } from './wallet-bridge';

const shape = { borderRadius: 'small', fontStack: 'system', overlayBlur: 'none' } as const;
const light = lightTheme({ ...shape, accentColor: '#0b6a61' });
const dark = darkTheme({ ...shape, accentColor: '#5cc9b9', accentColorForeground: '#06211d' });
/** Our own colours: the kit's greys are too pale to be read by everybody. */
const ours = (theme: typeof light) => ({
  ...theme,
  colors: {
    ...theme.colors,
    modalBackground: 'var(--surface)',
    modalBorder: 'var(--line-strong)',
    modalText: 'var(--ink)',
    modalTextSecondary: 'var(--muted)',
    modalTextDim: 'var(--muted)',
    closeButton: 'var(--muted)',
    closeButtonBackground: 'var(--raised)',
    generalBorder: 'var(--line)',
    menuItemBackground: 'var(--raised)',
  },
  fonts: { body: 'var(--font-sans)' },
});

const TestWalletNote: DisclaimerComponent = ({ Text }) => (
  <Text>
    No wallet yet? The test wallet needs no installation. It signs without asking, and its coins are
    worth nothing.
  </Text>
);

/** Everything that needs the wallet kit; the default export, for `dynamic`. */
export default function WalletIsland() {
  const [kit, setKit] = useState<WalletKit | null>(null);
  const isDark = useIsDark();
  useEffect(() => {
    let gone = false;
    walletKit().then(
      (loaded) => {
        if (!gone) setKit(loaded);
      },
      () => {
        // The portal did not say which chain it is on: the next click asks again.
        toast({ tone: 'bad', title: 'The wallet could not be opened', text: 'Please try again.' });
        walletWish.set(null);
        walletWanted.set(false);
        walletState.set({ status: 'idle' });
      },
    );
    return () => {
      gone = true;
    };
  }, []);
  if (!kit) return null;
  return (
    <WagmiProvider config={kit.config}>
      <RainbowKitProvider
        modalSize="compact"
        theme={ours(isDark ? dark : light)}
        appInfo={{ appName: platformName, disclaimer: kit.testWallet ? TestWalletNote : undefined }}
      >
        <WalletBridge kit={kit} />
        <DecorativeIcons />
      </RainbowKitProvider>
    </WagmiProvider>
  );
}
