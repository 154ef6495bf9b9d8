import { mapOf, type QuiltRow } from './quilt-model';

interface QuiltLegendProps {
  rows: readonly QuiltRow[];
  hasWeakest: boolean;
  asTable: boolean;
  onToggle(): void;
}

const swatch = 'inline-block h-3.5 w-2.5 rounded-[1px] align-[-2px]';

/** Only what the picture has is explained. */
export function QuiltLegend({ rows, hasWeakest, asTable, onToggle }: QuiltLegendProps) {
  const hasKept = rows.some((row) => mapOf(row.kept) !== 0n);
  const hasMissed = rows.some((row) => mapOf(row.missed) !== 0n);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span>
        <i className={`${swatch} bg-accent/30`} aria-hidden /> promised
      </span>
      {hasKept ? (
        <span>
          <i
            className={`${swatch} border border-accent bg-accent/15 text-center text-[10px] leading-[11px] text-accent not-italic`}
            aria-hidden
          >
            ✓
          </i>{' '}
          proved
        </span>
      ) : null}
      {hasMissed ? (
        <span>
          <i
            className={`${swatch} border border-bad`}
            style={{
              background:
                'repeating-linear-gradient(45deg, var(--bad) 0 1.5px, transparent 1.5px 4px)',
            }}
            aria-hidden
          />{' '}
          missed
        </span>
      ) : null}
      {hasWeakest ? (
        <span>
          <i className="text-warn not-italic" aria-hidden>
            ▼
          </i>{' '}
          weakest hour
        </span>
      ) : null}
      <button
        type="button"
        className="cursor-pointer text-link underline-offset-2 hover:underline"
        aria-pressed={asTable}
        onClick={onToggle}
      >
        {asTable ? 'Show the picture' : 'Show as a table'}
      </button>
    </div>
  );
}
