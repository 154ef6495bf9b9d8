import { Gauge, HardDrive, type LucideIcon, Upload } from 'lucide-react';
import Link from 'next/link';
import { buttonStyles } from '@/components/ui';
import { cn } from '@/lib/client/cn';

interface Way {
  href: string;
  label: string;
  text: string;
  icon: LucideIcon;
  primary?: boolean;
}

const ways: readonly Way[] = [
  {
    href: '/store',
    label: 'Store files',
    text: 'See the computers, the uptime and the price before you pay.',
    icon: Upload,
    primary: true,
  },
  {
    href: '/nodes/new',
    label: 'Offer a computer',
    text: 'Earn with a few GiB of disk. No deposit, no coins to begin.',
    icon: HardDrive,
  },
  {
    href: '/admin',
    label: 'Run the network',
    text: 'For administrators: deals, nodes, proofs and jobs.',
    icon: Gauge,
  },
];

/** One sentence, and one way for each of the three users. */
export function Hero() {
  return (
    <section className="grid gap-6">
      <h1 className="max-w-[24ch] text-xl leading-tight sm:text-2xl sm:leading-tight">
        Ordinary computers, stitched across the hours of the week into one disk you can rely on
      </h1>
      <ul className="grid gap-4 sm:grid-cols-3">
        {ways.map(({ href, label, text, icon: Icon, primary }) => (
          <li key={href} className="grid content-start gap-2">
            <Link
              href={href}
              className={cn(
                buttonStyles({ variant: primary ? 'primary' : 'secondary', size: 'lg' }),
              )}
            >
              <Icon aria-hidden />
              {label}
            </Link>
            <p className="text-pretty text-sm text-muted">{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
