import { Field, Input } from '@/components/ui';
import { shortAddress } from '@/lib/client/format';
import { ChoiceCard } from './choice-card';
import type { Draft, DraftErrors } from './draft';

/** Where earnings go. */
export function PayoutChoice(props: {
  draft: Draft;
  errors: DraftErrors;
  wallet: string | undefined;
  onChange(change: Partial<Draft>): void;
}) {
  const { draft, errors, wallet, onChange } = props;
  const choose = (value: string) => onChange({ payoutTo: value === 'other' ? 'other' : 'wallet' });
  return (
    <div className="grid gap-3">
      <fieldset className="grid gap-2 sm:grid-cols-2">
        <legend className="sr-only">Payout</legend>
        <ChoiceCard
          name="payout"
          value="wallet"
          checked={draft.payoutTo === 'wallet'}
          onChoose={choose}
          title="My connected wallet"
          text={wallet ? shortAddress(wallet) : 'You sign in with it at the end of this form.'}
        />
        <ChoiceCard
          name="payout"
          value="other"
          checked={draft.payoutTo === 'other'}
          onChoose={choose}
          title="Another address"
          text="For example a cold wallet."
        />
      </fieldset>
      {draft.payoutTo === 'other' ? (
        <Field label="Payout address" error={errors.payout} className="max-w-xl">
          <Input
            spellCheck={false}
            autoComplete="off"
            placeholder="0x…"
            className="font-mono"
            value={draft.payout}
            onChange={(event) => onChange({ payout: event.target.value })}
          />
        </Field>
      ) : null}
      <p className="max-w-text text-xs text-muted">
        The computer gets a key of its own, which stays on it and only signs proofs. Earnings go
        straight to the payout address, so a stolen computer holds no money.
      </p>
    </div>
  );
}
