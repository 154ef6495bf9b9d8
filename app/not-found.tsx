import type { Metadata } from 'next';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <>
      <PageHeader
        title="There is nothing at this address"
        lead="It may be mistyped, or what was here is gone. Nothing that you have stored is affected."
      />
      <div className="flex flex-wrap gap-3">
        <Button asChild variant="primary">
          <Link href="/">Go to the start</Link>
        </Button>
        <Button asChild>
          <Link href="/deals">See my deals</Link>
        </Button>
      </div>
    </>
  );
}
