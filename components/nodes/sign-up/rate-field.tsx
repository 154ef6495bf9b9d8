import { Button, Field, Input, Term } from '@/components/ui';
import { formatRate } from '@/lib/client/format';
import { rateOfText, textOfRate } from '../units';

export interface Market {
  nodes: number;
  medianRate: bigint | null;
  /** Basis points. */
  usedShare: number;
}

/** How a rate compares, in words. */
function comparison(rate: bigint, median: bigint): string {
  if (median === 0n || rate === median) return 'the same as the network’s median';
  const percent = Number(((rate - median) * 1000n) / median) / 10;
  const size = `${Math.abs(percent).toFixed(Math.abs(percent) < 10 ? 1 : 0)} %`;
  return percent > 0
    ? `${size} above the median: clients choose cheaper computers first`
    : `${size} below the median`;
}

/** What the computer asks for, beside what others ask for. */
export function RateField(props: {
  value: string;
  error?: string;
  market: Market;
  onChange(value: string): void;
}) {
  const { value, error, market, onChange } = props;
  const rate = rateOfText(value);
  const { medianRate, nodes } = market;
  return (
    <Field
      label={
        <>
          <Term word="rate">Rate</Term> for one GiB a month
        </>
      }
      error={error}
      hint={
        medianRate === null ? (
          'Nobody else offers space yet, so there is no median to compare with.'
        ) : (
          <>
            Median of {nodes} {nodes === 1 ? 'computer' : 'computers'}: {formatRate(medianRate)}.
            {rate === undefined ? '' : ` Yours is ${comparison(rate, medianRate)}.`}{' '}
            {rate === medianRate ? null : (
              <Button
                variant="ghost"
                size="sm"
                className="-my-2 px-1.5 text-link underline"
                onClick={() => onChange(textOfRate(medianRate))}
              >
                Use the median
              </Button>
            )}
          </>
        )
      }
      className="max-w-sm"
    >
      <Input
        inputMode="decimal"
        suffix="FIL"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
