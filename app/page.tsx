import { Hero } from '@/components/home/hero';
import { HowItWorks } from '@/components/home/how-it-works';
import { LiveNetwork } from '@/components/home/live-network';
import { logger } from '@/lib/server/logger';
import { networkActivity } from '@/lib/server/network';

export const dynamic = 'force-dynamic';

/** The network as it is, or null: what the product is can be told without it. */
async function activityOrNone() {
  try {
    return await networkActivity();
  } catch (error) {
    logger.warn({ err: error }, 'home is shown without the live network');
    return null;
  }
}

/** The product in one screen: what it is, the live network, how it works. */
export default async function HomePage() {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-12">
      <Hero />
      <LiveNetwork initial={await activityOrNone()} />
      <HowItWorks />
    </div>
  );
}
