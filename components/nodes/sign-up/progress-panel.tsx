'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, Circle, LoaderCircle } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button, Card, CardBody, ErrorState, ErrorText, Time } from '@/components/ui';
import { api } from '@/lib/client/api';
import { cn } from '@/lib/client/cn';
import { shortAddress } from '@/lib/client/format';
import { type SignupStatus, signupStates, signupStatus } from '@/lib/core/protocol/signup';

const POLL_MS = 2000;

const STEPS: readonly { state: SignupStatus['state']; done: string; waiting: string }[] = [
  { state: 'redeemed', done: 'The code was used', waiting: 'Waiting for the code to be used' },
  {
    state: 'registering',
    done: 'The agent asked to be registered',
    waiting: 'Waiting for the agent to start',
  },
  {
    state: 'registered',
    done: 'Registered on the chain',
    waiting: 'Waiting for the chain to confirm',
  },
  { state: 'connected', done: 'Connected', waiting: 'Waiting for the agent to connect' },
];

const rank = (state: SignupStatus['state']) => signupStates.indexOf(state);

/** How far the computer is; turns green when it is connected. */
export function ProgressPanel({ id, onAgain }: { id: string; onAgain(): void }) {
  const query = useQuery({
    queryKey: ['signup', id],
    queryFn: ({ signal }) => api(`/api/signup/${id}`, signupStatus, { signal }),
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: true,
  });
  const { data, error } = query;
  if (!data) {
    if (!error) return <Frame state="waiting" />;
    return <ErrorState error={error} title="The sign-up cannot be shown." retry={query.refetch} />;
  }
  if (data.state === 'expired') return <Expired onAgain={onAgain} />;
  const isConnected = data.state === 'connected';
  return (
    <Frame state={data.state}>
      {data.problem ? <ErrorText error={data.problem.message} /> : null}
      {data.operator ? (
        <p className="text-sm">
          {isConnected ? 'Your computer is part of the network. ' : 'Its address: '}
          <Link className="link" href={`/nodes/${data.operator}`}>
            {isConnected ? `See node ${shortAddress(data.operator)}` : shortAddress(data.operator)}
          </Link>
        </p>
      ) : (
        <p className="text-sm text-muted">
          The code is good until <Time date={data.expiresAt} />.
        </p>
      )}
    </Frame>
  );
}

function Frame({ state, children }: { state: SignupStatus['state']; children?: ReactNode }) {
  const isConnected = state === 'connected';
  return (
    <Card className={cn('transition-colors', isConnected && 'border-accent bg-accent-soft')}>
      <CardBody className="grid gap-4" aria-live="polite">
        <StepList state={state} />
        {children}
      </CardBody>
    </Card>
  );
}

function StepList({ state }: { state: SignupStatus['state'] }) {
  const next = STEPS.findIndex((step) => rank(step.state) > rank(state));
  return (
    <ol className="grid gap-2 text-sm">
      {STEPS.map((step, i) => {
        const isDone = next === -1 || i < next;
        const isNext = i === next;
        const Icon = isDone ? Check : isNext ? LoaderCircle : Circle;
        return (
          <li key={step.state} className="flex items-center gap-2.5">
            <Icon
              aria-hidden
              className={cn(
                'size-5 shrink-0',
                isDone ? 'text-accent' : 'text-muted',
                isNext && 'motion-safe:animate-spin',
              )}
            />
            <span className={isDone ? 'font-medium' : 'text-muted'}>
              {isDone ? step.done : step.waiting}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Expired({ onAgain }: { onAgain(): void }) {
  return (
    <Card>
      <CardBody className="grid justify-items-start gap-3">
        <p className="font-semibold">This code has expired</p>
        <p className="text-sm text-muted">
          Codes are good for one hour. Nothing happened with it, and nothing is lost: make a new
          one.
        </p>
        <Button onClick={onAgain}>Back to the form</Button>
      </CardBody>
    </Card>
  );
}
