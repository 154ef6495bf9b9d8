'use client';

import { ShieldX } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { Address, Button, Card, EmptyState, PageHeader } from '@/components/ui';
import { SignInGate } from '@/components/wallet';
import { useSession } from '@/lib/client/session';
import { HealthStrip } from './health-strip';

const sections = [
  { href: '/admin', label: 'Overview' },
  { href: '/admin/deals', label: 'Deals' },
  { href: '/admin/nodes', label: 'Nodes' },
  { href: '/admin/periods', label: 'Periods and proofs' },
  { href: '/admin/jobs', label: 'Jobs' },
  { href: '/admin/transactions', label: 'Transactions' },
  { href: '/admin/audit', label: 'Audit log' },
];

function Sections() {
  const path = usePathname();
  const isCurrent = (href: string) =>
    href === '/admin' ? path === href : path === href || path.startsWith(`${href}/`);
  const nav = useRef<HTMLElement>(null);
  // On phones the tab of the page may be out of sight; only the row of tabs moves.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another tab
  useEffect(() => {
    const tab = nav.current?.querySelector<HTMLElement>('[aria-current=page]');
    if (!nav.current || !tab) return;
    nav.current.scrollLeft = tab.offsetLeft - (nav.current.clientWidth - tab.offsetWidth) / 2;
  }, [path]);
  return (
    <nav ref={nav} aria-label="Administration" className="overflow-x-auto border-b">
      <ul className="flex gap-1">
        {sections.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isCurrent(href) ? 'page' : undefined}
              className="-mb-px block border-b-2 border-transparent px-3 py-2 text-sm font-medium whitespace-nowrap text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Signed in, but not on the list. */
function NotAnAdmin({ address }: { address: string }) {
  const { signOut } = useSession();
  return (
    <Card>
      <EmptyState
        icon={ShieldX}
        title="This wallet is not an administrator"
        text={
          <>
            You are signed in as <Address value={address} />. Who runs this portal lists the
            addresses of its administrators in <code>ADMIN_ADDRESSES</code>. Sign in with one of
            those.
          </>
        }
        action={<Button onClick={() => void signOut()}>Sign out</Button>}
      />
    </Card>
  );
}

function Inside({ children }: { children: ReactNode }) {
  const { data: session } = useSession();
  if (!session) return null;
  if (!session.admin) return <NotAnAdmin address={session.address} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <HealthStrip />
      <Sections />
      {children}
    </div>
  );
}

/** Around every page of the administration: who may, how things are, where to go. */
export function AdminShell({ children }: { children: ReactNode }) {
  return (
    <>
      <PageHeader title="Administration" />
      <SignInGate reason="Only wallets on the portal’s list of administrators may see this.">
        <Inside>{children}</Inside>
      </SignInGate>
    </>
  );
}
