'use client';

import { RotateCcw } from 'lucide-react';
import Link from 'next/link';
import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';

export interface ErrorPageProps {
  error: Error & { digest?: string };
  reset(): void;
}

/** Stands in for a page that broke; header and footer stay. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <div role="alert">
      <PageHeader
        title="This page could not be shown"
        lead="The fault is ours. Your files, your deals and your money are not affected: nodes and contracts work on without this page."
      />
      <div className="flex flex-wrap gap-3">
        <Button variant="primary" onClick={reset}>
          <RotateCcw aria-hidden /> Try again
        </Button>
        <Button asChild>
          <Link href="/">Go to the start</Link>
        </Button>
      </div>
      {error.digest ? (
        <p className="mt-6 text-xs text-muted">
          For a report to the administrators: reference {error.digest}
        </p>
      ) : null}
    </div>
  );
}
