'use client';

import { CircleAlert, CircleCheck, CircleX } from 'lucide-react';
import Link from 'next/link';
import { ErrorState, ErrorText, Skeleton } from '@/components/ui';
import { type HealthItem, healthItems, type Level } from '@/lib/client/admin/health';
import { useOverview } from '@/lib/client/admin/queries';
import { cn } from '@/lib/client/cn';

const looks: Record<Level, { icon: typeof CircleX; colour: string; word: string }> = {
  good: { icon: CircleCheck, colour: 'text-accent', word: 'Good' },
  warn: { icon: CircleAlert, colour: 'text-warn', word: 'Look at this' },
  bad: { icon: CircleX, colour: 'text-bad', word: 'Broken' },
};

function Item({ item }: { item: HealthItem }) {
  const { label, value, detail, level, href } = item;
  const { icon: Icon, colour, word } = looks[level];
  const content = (
    <>
      <span className="flex items-center gap-1.5 text-xs whitespace-nowrap text-muted">
        <Icon className={cn('size-4 shrink-0', colour)} role="img" aria-label={word} />
        {label}
      </span>
      <span className="block truncate text-base font-semibold">{value}</span>
      <span className={cn('line-clamp-2 text-xs', level === 'good' ? 'text-muted' : colour)}>
        {detail}
      </span>
    </>
  );
  const classes = 'block h-full bg-surface px-4 py-3';
  return (
    <li className="min-w-0" title={`${label}: ${value}, ${detail}`}>
      {href ? (
        <Link href={href} className={cn(classes, 'hover:bg-raised')}>
          {content}
        </Link>
      ) : (
        <div className={classes}>{content}</div>
      )}
    </li>
  );
}

const shape = [0, 1, 2, 3, 4, 5, 6, 7];
const frame =
  'grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-line sm:grid-cols-4 xl:grid-cols-8';

/** The whole platform in one line; a click leads to what is behind a figure. */
export function HealthStrip() {
  const { data, error, refetch } = useOverview();
  return (
    <section aria-label="Health">
      {data ? (
        <ul className={frame}>
          {healthItems(data).map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </ul>
      ) : error ? (
        <ErrorState
          title="The figures could not be loaded."
          error={error}
          retry={() => void refetch()}
        />
      ) : (
        <div className={frame} role="status">
          <span className="sr-only">Loading the figures</span>
          {shape.map((cell) => (
            <div key={cell} className="grid gap-1 bg-surface px-4 py-3">
              <Skeleton className="h-4" />
              <Skeleton className="h-6 w-2/3" />
              <Skeleton className="h-4 w-4/5" />
            </div>
          ))}
        </div>
      )}
      {data && error ? <ErrorText error={error} className="mt-2" /> : null}
    </section>
  );
}
