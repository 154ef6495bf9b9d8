import { Hero } from '@/components/home/hero';
import { HowItWorks } from '@/components/home/how-it-works';
import { LiveNetwork } from '@/components/home/live-network';
import { networkActivity } from '@/lib/server/network';

export const dynamic = 'force-dynamic';

/** The product in one screen: what it is, the live network, how it works. */
export default async function HomePage() {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-12">
      <Hero />
      <LiveNetwork initial={await networkActivity()} />
      <HowItWorks />
    </div>
  );
}
