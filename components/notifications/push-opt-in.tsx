import { Smartphone } from 'lucide-react';
import { Address, Button, Card, CardBody } from '@/components/ui';

export interface PushOptInProps {
  /** Address of our channel. */
  channel: string;
  /** Push's own page of the channel, where a wallet subscribes. */
  href: string;
}

/** The same notifications on the phone; shown only where the portal has a channel. */
export function PushOptIn({ channel, href }: PushOptInProps) {
  return (
    <Card className="mb-6">
      <CardBody className="flex flex-wrap items-center justify-between gap-4">
        <div className="flex min-w-0 items-start gap-3">
          <Smartphone className="mt-0.5 size-5 shrink-0 text-muted" aria-hidden />
          <div className="text-sm">
            <p className="font-medium">Also on your phone</p>
            <p className="max-w-text text-muted">
              Push Protocol delivers these to its app and to wallets that know it. You subscribe on
              Push’s own site, and can leave the channel there at any time. Channel{' '}
              <Address value={channel} />
            </p>
          </div>
        </div>
        <Button asChild>
          <a href={href} target="_blank" rel="noreferrer">
            Subscribe at Push
          </a>
        </Button>
      </CardBody>
    </Card>
  );
}
