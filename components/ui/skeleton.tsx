import { cn } from '@/lib/client/cn';

/** The shape of what comes; give it the size of the text or picture it stands for. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('h-5 animate-pulse rounded-sm bg-raised', className)} />;
}

/** Lines of text to come; says "Loading" once to screen readers. */
export function SkeletonLines({
  lines = 3,
  label = 'Loading',
}: {
  lines?: number;
  label?: string;
}) {
  const widths = ['w-full', 'w-11/12', 'w-4/5', 'w-2/3'];
  return (
    <div className="grid gap-2" role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className={widths[line % widths.length]} />
      ))}
    </div>
  );
}
