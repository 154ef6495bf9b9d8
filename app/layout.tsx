import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Footer } from '@/components/layout/footer';
import { Header } from '@/components/layout/header';
import { Bell } from '@/components/notifications/bell';
import { Toaster } from '@/components/ui/toaster';
import { ConnectButton } from '@/components/wallet/connect-button';
import { WalletProviders } from '@/components/wallet/wallet-providers';
import { platformName } from '@/lib/client/platform-name';
import { THEME_COOKIE, themeOf } from '@/lib/client/theme';
import { serverEnv } from '@/lib/server/env';
import { profile } from '@/lib/server/lifecycle';
import { Providers } from './providers';
import './globals.css';

export const metadata: Metadata = {
  title: { default: platformName, template: `%s · ${platformName}` },
  description: 'Store files on ordinary computers, with a stated uptime and proofs every hour.',
  applicationName: platformName,
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f6' },
    { media: '(prefers-color-scheme: dark)', color: '#161513' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  const { simulatedClock, periodSeconds } = profile();
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
      <body className="flex min-h-dvh flex-col">
        <a
          href="#main"
          className="sr-only z-50 rounded-md bg-ink px-4 py-2 text-bg focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to the content
        </a>
        <Providers>
          <Header theme={theme}>
            <Bell />
            <ConnectButton />
          </Header>
          <main id="main" tabIndex={-1} className="flex-1 outline-none">
            <div className="mx-auto w-full max-w-page px-4 py-8 sm:px-6">{children}</div>
          </main>
          <Footer
            version={serverEnv().version}
            theme={theme}
            clockSeconds={simulatedClock ? periodSeconds : null}
          />
          <Toaster />
          <WalletProviders />
        </Providers>
      </body>
    </html>
  );
}
