import { cn } from '@/lib/client/cn';
import { shortAddress } from '@/lib/client/format';
import { CopyButton } from './copy-button';

export interface AddressProps {
  value: string;
  /** Makes it a link. */
  href?: string;
  /** All of it, where there is room. */
  full?: boolean;
  /** Leaves the copy button out, in dense tables. */
  noCopy?: boolean;
  className?: string;
}

/** A shortened address or hash with a copy button; the whole one on hover. */
export function Address({ value, href, full, noCopy, className }: AddressProps) {
  const text = full ? value : shortAddress(value);
  const classes = cn('font-mono text-[0.92em]', full && 'break-all');
  return (
    <span className={cn('inline-flex items-center gap-1', className)}>
      {href ? (
        <a href={href} title={value} className={cn(classes, 'link')}>
          {text}
        </a>
      ) : (
        <span title={value} className={classes}>
          {text}
        </span>
      )}
      {noCopy ? null : <CopyButton value={value} label="Copy" />}
    </span>
  );
}
