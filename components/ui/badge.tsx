import { Circle, CircleAlert, CircleCheck, CircleX, Info, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/client/cn';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info';

const tones: Record<Tone, { classes: string; icon: LucideIcon }> = {
  neutral: { classes: 'bg-raised text-muted', icon: Circle },
  good: { classes: 'bg-accent-soft text-accent', icon: CircleCheck },
  warn: { classes: 'bg-warn-soft text-warn', icon: CircleAlert },
  bad: { classes: 'bg-bad-soft text-bad', icon: CircleX },
  info: { classes: 'bg-link-soft text-link', icon: Info },
};

export interface BadgeProps {
  tone?: Tone;
  /** Instead of the tone's own icon; colour alone never tells a state. */
  icon?: LucideIcon;
  className?: string;
  children: ReactNode;
}

/** A state in one or two words. */
export function Badge({ tone = 'neutral', icon, className, children }: BadgeProps) {
  const { classes, icon: ownIcon } = tones[tone];
  const Icon = icon ?? ownIcon;
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        classes,
        className,
      )}
    >
      <Icon className="size-3.5 shrink-0" aria-hidden />
      {children}
    </span>
  );
}
