'use client';

import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { Button, Card, CardBody, CardHeader, CardTitle, ErrorText, Term } from '@/components/ui';
import { SignInGate } from '@/components/wallet';
import { api } from '@/lib/client/api';
import { useSession } from '@/lib/client/session';
import { type SignupCreated, type SignupSettings, signupCreated } from '@/lib/core/protocol/signup';
import { CapacityChoice } from './capacity-choice';
import { type Draft, type DraftErrors, emptyDraft, promiseOf, settingsOf } from './draft';
import { Estimate } from './estimate';
import { SizeFields, SpanField } from './limits-fields';
import { PayoutChoice } from './payout-choice';
import { WeekPresets } from './presets';
import { type Market, RateField } from './rate-field';
import { WeekGrid } from './week-grid';
import { ZoneFields } from './zone-fields';

const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Everything that a computer offers, on one page. */
export function SignUpForm(props: { market: Market; onDone(created: SignupCreated): void }) {
  const { market, onDone } = props;
  const { data: session } = useSession();
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(browserZone(), market.medianRate));
  const [errors, setErrors] = useState<DraftErrors>({});
  const { grid, timeZone } = draft;
  const promise = useMemo(() => promiseOf(grid, timeZone, new Date()), [grid, timeZone]);
  const create = useMutation({
    mutationFn: (settings: SignupSettings) => api('/api/signup', signupCreated, { json: settings }),
    onSuccess: onDone,
  });
  const change = (part: Partial<Draft>) => {
    setDraft((old) => ({ ...old, ...part }));
    const changed = Object.keys(part);
    setErrors((old) =>
      Object.fromEntries(Object.entries(old).filter(([field]) => !changed.includes(field))),
    );
  };
  const submit = () => {
    const result = settingsOf(draft, session?.address, new Date());
    setErrors(result.errors ?? {});
    if (result.settings) create.mutate(result.settings);
  };
  const fields = { draft, errors, onChange: change };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start"
    >
      <div className="grid min-w-0 gap-6">
        <HoursSection draft={draft} errors={errors} promise={promise} onChange={change} />
        <Section title="How much space do you offer?">
          <CapacityChoice
            value={draft.capacity}
            error={errors.capacity}
            onChange={(capacity) => change({ capacity })}
          />
        </Section>
        <Section title="What do you ask for it?">
          <RateField
            value={draft.rate}
            error={errors.rate}
            market={market}
            onChange={(rate) => change({ rate })}
          />
        </Section>
        <Section title="Where should earnings go?">
          <PayoutChoice {...fields} wallet={session?.address} />
        </Section>
        <Section title="Limits" lead="The usual values are good for most computers.">
          <SpanField {...fields} promise={promise} />
          <SizeFields {...fields} />
        </Section>
      </div>
      <aside className="grid gap-4 lg:sticky lg:top-20">
        <Estimate draft={draft} promise={promise} market={market} />
        <SignInGate reason="Sign in so that only you see the code and how far your computer is.">
          <Button type="submit" variant="primary" size="lg" loading={create.isPending}>
            Get the command
          </Button>
        </SignInGate>
        <Problems errors={errors} error={create.error} />
        <p className="text-xs text-muted">
          This costs nothing and stakes nothing. Every value can be changed later, on the computer
          itself with <code>micro-node set</code>.
        </p>
      </aside>
    </form>
  );
}

function Problems({ errors, error }: { errors: DraftErrors; error: unknown }) {
  const count = Object.keys(errors).length;
  if (count > 0) {
    const words = count === 1 ? 'One value needs' : `${count} values need`;
    return <ErrorText error={`${words} a change: see the notes in red.`} />;
  }
  return error ? <ErrorText error={error} /> : null;
}

function Section(props: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>{props.title}</CardTitle>
        {props.lead ? <div className="text-sm text-muted">{props.lead}</div> : null}
      </CardHeader>
      <CardBody className="grid gap-5">{props.children}</CardBody>
    </Card>
  );
}

function HoursSection(props: {
  draft: Draft;
  errors: DraftErrors;
  promise: ReturnType<typeof promiseOf>;
  onChange(change: Partial<Draft>): void;
}) {
  const { draft, errors, promise, onChange } = props;
  const hint = useId();
  return (
    <Section
      title="When is this computer usually on?"
      lead={
        <>
          Each painted hour is a promise: the computer proves then that it still holds its pieces,
          and brings them back when asked. Kept promises make its <Term word="rating">rating</Term>.
        </>
      }
    >
      <WeekPresets grid={draft.grid} onChange={(grid) => onChange({ grid })} />
      <WeekGrid
        grid={draft.grid}
        timeZone={draft.timeZone}
        onChange={(grid) => onChange({ grid })}
        invalid={errors.grid !== undefined}
        describedBy={hint}
      />
      <div id={hint} className="grid gap-1 text-xs text-muted">
        {errors.grid ? <ErrorText error={errors.grid} className="text-xs" /> : null}
        <p aria-live="polite">
          {promise
            ? `${promise.hours} of 168 hours painted; the longest gap is ${promise.gap} h.`
            : 'Nothing is promised yet.'}{' '}
          Drag to paint or clear; a day’s or an hour’s name switches its whole line. Keyboard:
          arrows move, space paints, Shift with an arrow carries on.
        </p>
        {promise?.isFragile ? (
          <p className="text-warn">
            Clocks change in this zone, and a single painted hour does not last through that. Paint
            two hours in a row, or deals that run longer than a season pass this computer by.
          </p>
        ) : null}
        <p>Promise less than you could: an extra hour proved costs nothing, a missed one does.</p>
      </div>
      <ZoneFields timeZone={draft.timeZone} region={draft.region} onChange={onChange} />
    </Section>
  );
}
