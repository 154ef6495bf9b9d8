import type { Metadata } from 'next';
import { NodePanel } from '@/components/admin/nodes/node-panel';
import { shortAddress } from '@/lib/client/format';

interface PageProps {
  params: Promise<{ operator: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { operator } = await params;
  return { title: `Node ${shortAddress(operator)}, administration` };
}

export default async function Page({ params }: PageProps) {
  return <NodePanel operator={(await params).operator} />;
}
