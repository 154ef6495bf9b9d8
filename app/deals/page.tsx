import type { Metadata } from 'next';
import { DealsPage } from '@/components/deals/deals-page';
import { networkJson } from '@/lib/server/network';

export const metadata: Metadata = { title: 'My deals' };
export const dynamic = 'force-dynamic';

export default function Page() {
  return <DealsPage periodSeconds={networkJson().periodSeconds} />;
}
