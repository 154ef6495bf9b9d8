import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';

/** There is no such deal, or it is somebody else's: a reader cannot tell which. */
export function UnknownDeal() {
  return (
    <>
      <PageHeader
        title="No such deal"
        lead="There is none under this address, or it belongs to another wallet. If you have several accounts, sign in with the one that stored the file."
      />
      <Button asChild variant="primary">
        <Link href="/deals">My deals</Link>
      </Button>
    </>
  );
}
