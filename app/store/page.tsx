import type { Metadata } from 'next';
import { StorePage } from '@/components/upload/store-page';
import { network as networkSchema } from '@/lib/core/protocol/network';
import { networkJson } from '@/lib/server/network';

export const metadata: Metadata = {
  title: 'Store a file',
  description: 'Upload a file, choose how long and how quickly it must be at hand, see the price.',
};

export const dynamic = 'force-dynamic';

export default function Page() {
  return <StorePage network={networkSchema.parse(networkJson())} />;
}
