import type { ComponentProps } from 'react';
import { cn } from '@/lib/client/cn';

export type TableProps = ComponentProps<'table'> & {
  /** Says what the table lists; read out, not shown. */
  caption: string;
};

/** Dense rows of 36 px; scrolls sideways inside its own frame when it is wider than the page. */
export function Table({ caption, className, children, ...props }: TableProps) {
  return (
    // A scrolling area must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section aria-label={caption} tabIndex={0} className="scroll-edges overflow-x-auto">
      <table className={cn('w-full border-collapse text-left text-sm', className)} {...props}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </section>
  );
}

export function THead({ className, ...props }: ComponentProps<'thead'>) {
  return <thead className={cn('border-b', className)} {...props} />;
}

export function TBody({ className, ...props }: ComponentProps<'tbody'>) {
  return <tbody className={cn('divide-y', className)} {...props} />;
}

export function Tr({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cn('h-9 [tbody_&]:hover:bg-raised', className)} {...props} />;
}

type CellProps = {
  /** Numbers stand on the right. */
  numeric?: boolean;
};

export function Th({
  numeric,
  scope = 'col',
  className,
  ...props
}: ComponentProps<'th'> & CellProps) {
  return (
    <th
      scope={scope}
      className={cn(
        'px-3 py-1.5 text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4 sm:first:pl-6 sm:last:pr-6',
        numeric && 'text-right',
        className,
      )}
      {...props}
    />
  );
}

export function Td({ numeric, className, ...props }: ComponentProps<'td'> & CellProps) {
  return (
    <td
      className={cn(
        'px-3 py-1.5 first:pl-4 last:pr-4 sm:first:pl-6 sm:last:pr-6',
        numeric && 'text-right whitespace-nowrap',
        className,
      )}
      {...props}
    />
  );
}
