import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/client/cn';

export interface EmptyStateProps {
  title: string;
  /** What would stand here and how it gets there. */
  text?: ReactNode;
  action?: ReactNode;
  icon?: LucideIcon;
  className?: string;
}

/** A list without rows teaches what to do next. */
export function EmptyState({ title, text, action, icon: Icon, className }: EmptyStateProps) {
  return (
    <div className={cn('grid justify-items-center gap-3 px-4 py-12 text-center', className)}>
      {Icon ? <Icon className="size-8 text-muted" strokeWidth={1.5} aria-hidden /> : null}
      <p className="text-base font-semibold">{title}</p>
      {text ? <div className="max-w-[50ch] text-sm text-muted">{text}</div> : null}
      {action}
    </div>
  );
}
