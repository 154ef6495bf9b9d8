import { Field, Input, Term } from '@/components/ui';
import type { Draft, DraftErrors, WeekPromise } from './draft';

/** The most hours that one proof pays for, with why that matters. */
export function SpanField(props: {
  draft: Draft;
  errors: DraftErrors;
  promise: WeekPromise | null;
  onChange(change: Partial<Draft>): void;
}) {
  const { draft, errors, promise, onChange } = props;
  return (
    <Field
      label={
        <>
          <Term word="max span">Max span</Term> in hours
        </>
      }
      optional
      error={errors.maxSpan}
      hint={
        promise
          ? `One proof is paid for all the time since the last one, but for this many hours at most. Your longest gap is ${promise.gap} h. Left empty it is ${promise.defaultSpan} h: the gap and about half a day more, so that one missed proof costs little. Possible: ${promise.minSpan} to ${promise.maxSpan}.`
          : 'Follows from the hours: paint some first.'
      }
      className="max-w-sm"
    >
      <Input
        inputMode="numeric"
        suffix="hours"
        placeholder={promise ? String(promise.defaultSpan) : ''}
        value={draft.maxSpan}
        onChange={(event) => onChange({ maxSpan: event.target.value })}
      />
    </Field>
  );
}

/** Sizes of files that the computer takes pieces of. */
export function SizeFields(props: {
  draft: Draft;
  errors: DraftErrors;
  onChange(change: Partial<Draft>): void;
}) {
  const { draft, errors, onChange } = props;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Smallest file"
        optional
        error={errors.minFile}
        hint="Pieces of smaller files are not offered to you."
      >
        <Input
          inputMode="decimal"
          suffix="MiB"
          placeholder="any size"
          value={draft.minFile}
          onChange={(event) => onChange({ minFile: event.target.value })}
        />
      </Field>
      <Field
        label="Largest file"
        optional
        error={errors.maxFile}
        hint="Of the whole file, not of your piece."
      >
        <Input
          inputMode="decimal"
          suffix="MiB"
          placeholder="no limit"
          value={draft.maxFile}
          onChange={(event) => onChange({ maxFile: event.target.value })}
        />
      </Field>
    </div>
  );
}
