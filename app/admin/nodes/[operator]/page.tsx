import { NodePanel } from '@/components/admin/nodes/node-panel';

interface PageProps {
  params: Promise<{ operator: string }>;
}

export default async function Page({ params }: PageProps) {
  return <NodePanel operator={(await params).operator} />;
}
