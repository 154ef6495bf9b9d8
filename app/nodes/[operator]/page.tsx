import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NodeView } from '@/components/nodes/node/node-view';
import { shortAddress } from '@/lib/client/format';
import { address } from '@/lib/core/protocol';
import { profile } from '@/lib/server/lifecycle';

interface PageProps {
  params: Promise<{ operator: string }>;
}

async function operatorOf({ params }: PageProps) {
  const parsed = address.safeParse((await params).operator);
  return parsed.success ? parsed.data : null;
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const operator = await operatorOf(props);
  return { title: operator ? `Node ${shortAddress(operator)}` : 'No such node' };
}

export default async function NodePage(props: PageProps) {
  const operator = await operatorOf(props);
  if (!operator) notFound();
  return <NodeView operator={operator} simulatedClock={profile().simulatedClock} />;
}
