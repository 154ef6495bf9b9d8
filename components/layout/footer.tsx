import { Clock } from 'lucide-react';
import Link from 'next/link';
import type { Theme } from '@/lib/client/theme';
import { ThemeToggle } from './theme-toggle';

const links = [
  { href: '/nodes', label: 'Nodes' },
  { href: '/api-reference', label: 'API reference' },
  { href: '/notifications', label: 'Notifications' },
];

export interface FooterProps {
  version: string;
  theme: Theme;
  /** Length of a protocol hour on a simulated clock; null when an hour is an hour. */
  clockSeconds: number | null;
}

export function Footer({ version, theme, clockSeconds }: FooterProps) {
  return (
    <footer className="mt-8 border-t">
      <div className="mx-auto flex w-full max-w-page flex-wrap items-center gap-x-6 gap-y-2 px-4 py-6 text-xs text-muted sm:px-6">
        {clockSeconds === null ? null : (
          <p className="flex items-center gap-2">
            <Clock className="size-4 shrink-0" aria-hidden />
            Simulated clock: an hour of this network takes {clockSeconds} seconds.
          </p>
        )}
        <nav aria-label="More" className="flex flex-wrap gap-x-6 gap-y-2">
          {links.map(({ href, label }) => (
            <Link key={href} href={href} className="hover:text-ink hover:underline">
              {label}
            </Link>
          ))}
        </nav>
        <p className="sm:ml-auto">Version {version}</p>
        {/* Phones have no room for it in the header. */}
        <div className="-my-2 ml-auto sm:hidden">
          <ThemeToggle initial={theme} />
        </div>
      </div>
    </footer>
  );
}
