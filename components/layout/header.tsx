import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Theme } from '@/lib/client/theme';
import { Logo } from './logo';
import { Nav } from './nav';
import { ThemeToggle } from './theme-toggle';

/** The bar on top of every page. `children` stand on the right: bell and wallet. */
export function Header({ theme, children }: { theme: Theme; children?: ReactNode }) {
  return (
    <header className="sticky top-0 z-30 border-b bg-bg">
      <div className="mx-auto flex min-h-16 w-full max-w-page flex-wrap items-center gap-x-2 px-4 sm:px-6">
        <Link
          href="/"
          className="mr-2 flex items-center gap-2 rounded-md text-base font-semibold lg:mr-4"
        >
          <Logo />
          <span className="hidden min-[26rem]:inline">Micro-Storage</span>
          <span className="sr-only min-[26rem]:hidden">Micro-Storage, home</span>
        </Link>
        <Nav />
        <div className="ml-auto flex items-center gap-1 py-2 sm:gap-2">
          <div className="hidden sm:block">
            <ThemeToggle initial={theme} />
          </div>
          {children}
        </div>
      </div>
    </header>
  );
}
