import type { Metadata } from 'next';
import Link from 'next/link';
import { NodesList } from '@/components/nodes/list/nodes-list';
import { Button, PageHeader } from '@/components/ui';
import { profile } from '@/lib/server/lifecycle';

export const metadata: Metadata = { title: 'Nodes' };

interface PageProps {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

export default async function NodesPage({ searchParams }: PageProps) {
  const { cursor } = await searchParams;
  return (
    <>
      <PageHeader
        title="Nodes"
        lead="Ordinary computers that offer some of their disk, each with the hours at which it promises to be there."
        actions={
          <Button asChild variant="primary">
            <Link href="/nodes/new">Offer space</Link>
          </Button>
        }
      />
      <NodesList
        cursor={typeof cursor === 'string' ? cursor : undefined}
        simulatedClock={profile().simulatedClock}
      />
    </>
  );
}
