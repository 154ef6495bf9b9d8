import { CircleX, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/client/cn';
import { errorText } from '@/lib/client/error-text';
import { Button } from './button';

export interface ErrorStateProps {
  error: unknown;
  /** What failed: "The deals could not be loaded." */
  title?: string;
  /** What is safe, for example "Your files and your money are not affected." */
  safe?: ReactNode;
  retry?(): void;
  className?: string;
}

/** Stands where data should be: what happened, what is safe, what to do next. */
export function ErrorState({ error, title, safe, retry, className }: ErrorStateProps) {
  return (
    <div
      role="alert"
      className={cn('grid justify-items-start gap-2 rounded-md border border-bad p-4', className)}
    >
      <p className="flex items-center gap-2 font-semibold">
        <CircleX className="size-5 shrink-0 text-bad" aria-hidden />
        {title ?? 'This could not be loaded.'}
      </p>
      <p className="max-w-text text-sm">{errorText(error)}</p>
      {safe ? <p className="max-w-text text-sm text-muted">{safe}</p> : null}
      {retry ? (
        <Button size="sm" onClick={retry}>
          <RotateCcw aria-hidden /> Try again
        </Button>
      ) : null}
    </div>
  );
}

/** One line for an error beside a button or in a form. */
export function ErrorText({ error, className }: { error: unknown; className?: string }) {
  return (
    <p role="alert" className={cn('flex items-start gap-1.5 text-sm text-bad', className)}>
      <CircleX className="mt-0.5 size-4 shrink-0" aria-hidden />
      <span>{errorText(error)}</span>
    </p>
  );
}
