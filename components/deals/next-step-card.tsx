'use client';

import {
  CircleAlert,
  CircleCheck,
  CircleX,
  Hourglass,
  type LucideIcon,
  Pointer,
} from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui';
import { cn } from '@/lib/client/cn';
import type { NextStep } from '@/lib/client/deals/next-step';
import type { DealSnapshot } from '@/lib/core/protocol/deals';

const looks: Record<NextStep['tone'], { icon: LucideIcon; classes: string; icons: string }> = {
  wait: { icon: Hourglass, classes: 'bg-surface', icons: 'text-link' },
  do: { icon: Pointer, classes: 'border-accent bg-accent-soft', icons: 'text-accent' },
  good: { icon: CircleCheck, classes: 'bg-surface', icons: 'text-accent' },
  warn: { icon: CircleAlert, classes: 'border-warn bg-warn-soft', icons: 'text-warn' },
  bad: { icon: CircleX, classes: 'border-bad bg-bad-soft', icons: 'text-bad' },
};

interface NextStepCardProps {
  deal: DealSnapshot;
  step: NextStep;
  children?: ReactNode;
}

/** One sentence on what happens next, and the one thing to do. */
export function NextStepCard({ deal, step, children }: NextStepCardProps) {
  const { icon: Icon, classes, icons } = looks[step.tone];
  return (
    <section
      aria-label="What happens next"
      className={cn('grid gap-4 rounded-md border p-4 sm:px-6', classes)}
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="flex max-w-text min-w-0 items-start gap-3" aria-live="polite">
          <Icon className={cn('mt-0.5 size-5 shrink-0', icons)} aria-hidden />
          <span>{step.sentence}</span>
        </p>
        <NextButton deal={deal} step={step} />
      </div>
      {children}
    </section>
  );
}

function NextButton({ deal, step }: { deal: DealSnapshot; step: NextStep }) {
  if (step.action === 'top-up' && deal.address) {
    return (
      <Button asChild variant="primary">
        <Link href={`/deals/${deal.address}/top-up`}>Top up</Link>
      </Button>
    );
  }
  if (step.action === 'store-again') {
    return (
      <Button asChild>
        <Link href="/store">Store another file</Link>
      </Button>
    );
  }
  return null;
}
