import { cn } from '@/lib/client/cn';
import { formatFil } from '@/lib/client/format';

export interface AmountProps {
  /** attoFIL */
  atto: bigint;
  /** Significant digits, 4 unless told. */
  digits?: number;
  className?: string;
}

/** An amount of FIL; the exact one on hover. */
export function Amount({ atto, digits, className }: AmountProps) {
  return (
    <span title={`${atto} attoFIL`} className={cn('whitespace-nowrap', className)}>
      {formatFil(atto, { digits })}
    </span>
  );
}
