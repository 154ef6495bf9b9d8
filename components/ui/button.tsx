import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import * as Slot from 'radix-ui/slot';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/client/cn';

export const buttonStyles = cva(
  'inline-flex select-none items-center justify-center gap-2 rounded-md border font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent hover:bg-accent/90',
        secondary: 'border-line-strong bg-surface text-ink hover:bg-raised',
        ghost: 'border-transparent bg-transparent text-ink hover:bg-raised',
        danger: 'border-transparent bg-bad text-on-bad hover:bg-bad/90',
      },
      size: {
        sm: 'min-h-8 px-3 py-1 text-xs',
        md: 'min-h-10 px-4 py-1.5 text-sm',
        lg: 'min-h-12 px-6 py-2 text-base',
        icon: 'size-10 p-0',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonStyles> & {
    /** Shows a spinner and takes no clicks; the label stays, so that the button keeps its size. */
    loading?: boolean;
    /** Gives the looks to the only child instead, for example to a link. */
    asChild?: boolean;
  };

/** A verb to click. `primary` at most once in view. */
export function Button({
  variant,
  size,
  loading = false,
  asChild = false,
  disabled,
  className,
  children,
  type = 'button',
  ...props
}: ButtonProps) {
  const classes = cn(buttonStyles({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type={type}
      className={classes}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
      {...props}
    >
      {loading ? <LoaderCircle className="animate-spin" aria-hidden /> : null}
      {children}
    </button>
  );
}
