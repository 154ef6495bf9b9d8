'use client';

import Link from 'next/link';
import { useAdminDetail } from '@/lib/client/admin/queries';
import { adminDealDetail } from '@/lib/core/protocol/admin';
import { SidePanel } from '../panel/side-panel';
import { Status } from '../status';
import { DealActions } from './deal-actions';
import { DealFacts } from './deal-facts';
import { DealHistory } from './deal-history';
import { DealMoney } from './deal-money';
import { DealProofs } from './deal-proofs';
import { DealSlots } from './deal-slots';
import { DealTerms } from './deal-terms';

/** One deal with everything known and what can be done. */
export function DealPanel({ id }: { id: string }) {
  const result = useAdminDetail('deals', id, adminDealDetail);
  return (
    <SidePanel list="deals" title={result.data?.deal.file.name ?? 'Deal'} result={result}>
      {(detail) => (
        <>
          <div className="grid gap-3">
            <div className="flex flex-wrap items-center gap-3">
              <Status value={detail.deal.status} />
              <Link href={`/deals/${detail.deal.dealId}`} className="link text-sm">
                As its client sees it
              </Link>
            </div>
            <DealActions detail={detail} />
          </div>
          <DealFacts detail={detail} />
          <DealTerms detail={detail} />
          <DealSlots detail={detail} />
          <DealProofs detail={detail} />
          <DealMoney detail={detail} />
          <DealHistory detail={detail} />
        </>
      )}
    </SidePanel>
  );
}
