'use client';

import { CircleCheck, Smartphone } from 'lucide-react';
import { Address, Button, Card, CardBody, ErrorText } from '@/components/ui';
import { useWallet } from '@/components/wallet';
import { usePushChannel, usePushChoice } from '@/lib/client/notifications/push';
import type { PushChannel } from '@/lib/core/protocol/push';

/** The same notifications on the phone; only where the portal has a channel. */
export function PushOptIn() {
  const { data: channel } = usePushChannel();
  if (!channel) return null;
  return (
    <Card className="mb-6">
      <CardBody className="flex flex-wrap items-center justify-between gap-4">
        <div className="flex min-w-0 items-start gap-3">
          <Smartphone className="mt-0.5 size-5 shrink-0 text-muted" aria-hidden />
          <div className="text-sm">
            <h2 className="font-medium">Also on your phone</h2>
            <p className="max-w-text text-muted">
              Push Protocol brings these to its app and to wallets that know it. You sign a message,
              which costs nothing, and can leave at any time. Channel{' '}
              <Address value={channel.channel} />
            </p>
            {channel.page ? (
              <a className="link" href={channel.page} target="_blank" rel="noreferrer">
                See the channel at Push
              </a>
            ) : null}
          </div>
        </div>
        <Choice channel={channel} />
      </CardBody>
    </Card>
  );
}

function Choice({ channel }: { channel: PushChannel }) {
  const wallet = useWallet();
  const choice = usePushChoice(channel);
  const isIn = channel.subscribed === true;
  const ask = () => {
    if (wallet.status === 'connected') choice.mutate(isIn ? 'Unsubscribe' : 'Subscribe');
    else wallet.connect();
  };
  return (
    <div className="grid justify-items-start gap-2 sm:justify-items-end">
      {isIn ? (
        <p className="inline-flex items-center gap-1.5 text-sm text-accent">
          <CircleCheck className="size-4" aria-hidden /> Subscribed
        </p>
      ) : null}
      <Button loading={choice.isPending} onClick={ask}>
        {isIn ? 'Unsubscribe' : 'Subscribe'}
      </Button>
      <p aria-live="polite" className={choice.isPending ? 'text-xs text-muted' : 'sr-only'}>
        {choice.isPending ? 'Look at your wallet: it asks you to sign.' : ''}
      </p>
      {choice.error ? <ErrorText error={choice.error} className="max-w-xs" /> : null}
    </div>
  );
}
