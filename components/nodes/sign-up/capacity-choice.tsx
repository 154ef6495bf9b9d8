import { Field, Input, Term } from '@/components/ui';
import { ChoiceCard } from './choice-card';

const SIZES: readonly { gib: string; text: string }[] = [
  { gib: '2', text: 'A start, on any laptop' },
  { gib: '4', text: 'About one film in 4K' },
  { gib: '8', text: 'A small memory card' },
  { gib: '16', text: 'For a computer with room' },
];

/** Four usual sizes and a field for any other. */
export function CapacityChoice(props: {
  value: string;
  error?: string;
  onChange(value: string): void;
}) {
  const { value, error, onChange } = props;
  return (
    <div className="grid gap-4">
      <fieldset className="grid grid-cols-2 gap-2 md:grid-cols-4">
        <legend className="sr-only">Usual sizes</legend>
        {SIZES.map(({ gib, text }) => (
          <ChoiceCard
            key={gib}
            name="capacity"
            value={gib}
            checked={value === gib}
            onChoose={onChange}
            title={`${gib} GiB`}
            text={text}
          />
        ))}
      </fieldset>
      <Field
        label={
          <>
            <Term word="capacity">Capacity</Term> in GiB
          </>
        }
        error={error}
        hint="The most that deals may take; nothing is taken before. The agent accepts no more when less than 1 GiB is free on the disk."
        className="max-w-xs"
      >
        <Input
          inputMode="decimal"
          suffix="GiB"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    </div>
  );
}
