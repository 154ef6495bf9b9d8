'use client';

import type { ReactNode } from 'react';
import { Button, Card, CardBody, CardHeader, CardTitle } from '@/components/ui';
import { SignInGate } from '@/components/wallet';
import { formatBytes } from '@/lib/client/format';
import type { SignupCreated } from '@/lib/core/protocol/signup';
import { CommandLine } from './command-line';
import { ProgressPanel } from './progress-panel';

/** What to type on the computer that joins, and how far it is. */
export function NextSteps({ signUp, onAgain }: { signUp: SignupCreated; onAgain(): void }) {
  const { commands, bundle, code } = signUp;
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
      <Card>
        <CardHeader
          actions={
            <Button variant="ghost" size="sm" onClick={onAgain}>
              Start over
            </Button>
          }
        >
          <CardTitle>On the computer that joins, in a terminal</CardTitle>
        </CardHeader>
        <CardBody>
          <ol className="grid gap-6">
            <Step number={1} title="Download the agent">
              <CommandLine command={commands.download} label="Download command" />
              <p className="text-xs text-muted">
                {formatBytes(bundle.bytes)}, version {bundle.version}. It needs{' '}
                <a className="link" href="https://nodejs.org" rel="noreferrer">
                  Node.js
                </a>{' '}
                20.19 or newer and nothing else. SHA-256:{' '}
                <span className="font-mono break-all">{bundle.sha256}</span>
              </p>
              <details className="text-xs text-muted">
                <summary className="cursor-pointer">Check the download (Linux)</summary>
                <div className="pt-2">
                  <CommandLine command={commands.check} label="Command that checks the download" />
                </div>
              </details>
            </Step>
            <Step number={2} title="Set it up with your one-time code">
              <CommandLine command={commands.init} label="Set-up command" />
              <p className="text-xs text-muted">
                It asks for a new password, which protects the computer’s own key. The code{' '}
                <span className="font-mono text-ink">{code}</span> is shown only here, works once
                and for one hour.
              </p>
            </Step>
            <Step number={3} title="Run it, whenever the computer is on">
              <CommandLine command={commands.run} label="Run command" />
              <p className="text-xs text-muted">
                It only dials out: no port has to be opened. Leave it running; Ctrl+C stops it.
              </p>
            </Step>
          </ol>
        </CardBody>
      </Card>
      <section aria-label="Progress" className="grid gap-3 lg:sticky lg:top-20">
        <h2 className="text-base font-semibold">How far your computer is</h2>
        <SignInGate reason="Sign in with the wallet that made this code to see how far it is.">
          <ProgressPanel id={signUp.id} onAgain={onAgain} />
        </SignInGate>
      </section>
    </div>
  );
}

function Step(props: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3">
      <span
        aria-hidden
        className="grid size-7 place-items-center rounded-full border border-line-strong text-xs font-semibold"
      >
        {props.number}
      </span>
      <div className="grid min-w-0 gap-2">
        <h3 className="pt-0.5 text-sm font-semibold">{props.title}</h3>
        {props.children}
      </div>
    </li>
  );
}
