import type { Metadata } from 'next';
import { Reference } from '@/components/api-reference/reference';
import type { Document } from '@/components/api-reference/types';
import { Button, PageHeader } from '@/components/ui';
import { openApiDocument } from '@/lib/server/openapi';

export const metadata: Metadata = { title: 'API reference' };
export const dynamic = 'force-dynamic';

export default function Page() {
  // Made by our own code; the reference's types name the parts that it reads.
  const document = openApiDocument() as unknown as Document;
  const [server] = document.servers;
  return (
    <>
      <PageHeader
        title="API reference"
        lead={
          <>
            Everything on these pages works over HTTP, too. This is version {document.info.version}{' '}
            at <code className="font-mono text-[0.92em]">{server?.url}</code>, made from the schemas
            that the portal checks with.
          </>
        }
        actions={
          <Button asChild>
            <a href="/api/openapi.json">OpenAPI document</a>
          </Button>
        }
      />
      <Reference document={document} />
    </>
  );
}
