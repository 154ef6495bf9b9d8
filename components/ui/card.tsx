import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/client/cn';

/** A bordered surface; combine with CardHeader, CardTitle and CardBody. */
export function Card({ className, ...props }: ComponentProps<'section'>) {
  return <section className={cn('min-w-0 rounded-md border bg-surface', className)} {...props} />;
}

/** The card's first row: title on the left, `actions` on the right. */
export function CardHeader({
  className,
  actions,
  children,
  ...props
}: ComponentProps<'header'> & { actions?: ReactNode }) {
  return (
    <header
      className={cn(
        'flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b px-4 py-3 sm:px-6',
        className,
      )}
      {...props}
    >
      <div className="min-w-0">{children}</div>
      {actions}
    </header>
  );
}

/** Second-level heading, or another level by `as`. */
export function CardTitle({
  as: Heading = 'h2',
  className,
  ...props
}: ComponentProps<'h2'> & { as?: 'h2' | 'h3' | 'h4' }) {
  return <Heading className={cn('text-base font-semibold', className)} {...props} />;
}

export function CardBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('px-4 py-4 sm:px-6', className)} {...props} />;
}
