'use client';

import { Menu, X } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { cn } from '@/lib/client/cn';
import { useSession } from '@/lib/client/session';

const items = [
  { href: '/store', label: 'Store' },
  { href: '/deals', label: 'My deals' },
  { href: '/nodes', label: 'Nodes' },
];
const adminItem = { href: '/admin', label: 'Admin' };

const isWithin = (path: string, href: string) => path === href || path.startsWith(`${href}/`);

function NavLinks({ vertical = false }: { vertical?: boolean }) {
  const path = usePathname();
  const { data } = useSession();
  return (
    <ul className={cn('flex gap-1', vertical && 'flex-col pb-3')}>
      {(data?.admin ? [...items, adminItem] : items).map(({ href, label }) => (
        <li key={href}>
          <Link
            href={href}
            // A few people need it, and rarely: nobody fetches it ahead.
            prefetch={href === adminItem.href ? false : undefined}
            aria-current={isWithin(path, href) ? 'page' : undefined}
            className={cn(
              'block rounded-md px-3 py-2 text-sm font-medium text-muted hover:bg-raised hover:text-ink',
              'aria-[current=page]:text-ink aria-[current=page]:underline aria-[current=page]:decoration-accent aria-[current=page]:decoration-2 aria-[current=page]:underline-offset-8',
            )}
          >
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Links to the parts of the portal; folded behind a button on phones. */
export function Nav() {
  const [open, setOpen] = useState(false);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page folds the menu
  useEffect(() => setOpen(false), [path]);
  const Icon = open ? X : Menu;
  return (
    <>
      <nav aria-label="Main" className="hidden md:block">
        <NavLinks />
      </nav>
      <button
        type="button"
        aria-expanded={open}
        aria-controls="phone-menu"
        aria-label={open ? 'Close the menu' : 'Open the menu'}
        onClick={() => setOpen(!open)}
        className="grid size-10 place-items-center rounded-md hover:bg-raised md:hidden"
      >
        <Icon className="size-5" aria-hidden />
      </button>
      <nav
        id="phone-menu"
        aria-label="Main"
        hidden={!open}
        className="order-last w-full border-t pt-2 md:hidden"
      >
        <NavLinks vertical />
      </nav>
    </>
  );
}
