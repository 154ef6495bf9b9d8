import type { Metadata } from 'next';
import Link from 'next/link';
import { SignUp } from '@/components/nodes/sign-up/sign-up';
import { PageHeader } from '@/components/ui';
import { profile } from '@/lib/server/lifecycle';
import { readMarket } from '@/lib/server/nodes';

export const metadata: Metadata = { title: 'Offer space' };
export const dynamic = 'force-dynamic';

export default async function NewNodePage() {
  const { medianRate, ...market } = await readMarket();
  const { simulatedClock, periodSeconds } = profile();
  return (
    <>
      <PageHeader
        above={
          <Link className="link" href="/nodes">
            Nodes
          </Link>
        }
        title="Offer space on your computer"
        lead="Say when it is usually on and how much of its disk you can spare. You get one command to run on it; it earns FIL for every hour that it keeps its promise."
      />
      {simulatedClock ? (
        <p className="mb-6 max-w-text rounded-md border border-warn bg-warn-soft px-3 py-2 text-sm text-warn">
          This is a test network with a simulated clock: an hour of the week lasts {periodSeconds}{' '}
          seconds here, and amounts are play money.
        </p>
      ) : null}
      <SignUp market={{ ...market, medianRate: medianRate?.toString() ?? null }} />
    </>
  );
}
