'use client';

import { useQuery } from '@tanstack/react-query';
import { Amount, Button, Card, CardBody, CardHeader, CardTitle } from '@/components/ui';
import { NetworkGuard, TransactionStatus, useTransaction } from '@/components/wallet';
import { useRefreshDeal } from '@/lib/client/deals/queries';
import type { DealMoney } from '@/lib/client/deals/runway';
import { chainClient } from '@/lib/client/wallet/chain';
import { storageDealAbi } from '@/lib/core/chain/abi/storage-deal';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { Address } from '@/lib/core/protocol/primitives';

interface CollectCardProps {
  deal: DealSnapshot;
  money: DealMoney | undefined;
}

/** What a payment could not deliver to the client's account, and stays in the contract for it. */
function useCredit(deal: DealSnapshot) {
  return useQuery({
    queryKey: ['deal-credit', deal.dealId],
    queryFn: async () => {
      const address = deal.address as Address;
      const chain = await chainClient();
      const read = { address, abi: storageDealAbi, functionName: 'creditOf' } as const;
      return chain.readContract({ ...read, args: [deal.client] });
    },
    enabled: deal.address !== undefined && deal.status === 'COMPLETED',
  });
}

/** Money that is still in the contract of a deal that is over; mostly there is none. */
export function CollectCard({ deal, money }: CollectCardProps) {
  const credit = useCredit(deal).data ?? 0n;
  const transaction = useTransaction();
  const refresh = useRefreshDeal(deal.dealId);
  if (deal.status !== 'COMPLETED' || !deal.address) return null;
  const rest = money?.clientBalance ?? 0n;
  if (credit === 0n && rest === 0n) return null;
  const target = { address: deal.address, abi: storageDealAbi } as const;
  const collect = () => {
    const sent =
      credit > 0n
        ? transaction.send({ ...target, functionName: 'withdraw', args: [deal.client] })
        : transaction.send({ ...target, functionName: 'sweep', args: [] });
    // What went wrong stands in the transaction's own status.
    void sent.then(refresh, () => undefined);
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle>Still yours</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3">
        <p className="max-w-text text-sm">
          <Amount atto={credit > 0n ? credit : rest} /> are in the contract for you.{' '}
          {credit > 0n ? 'The payment could not be delivered to your account.' : ''}
        </p>
        <div>
          <NetworkGuard>
            <Button loading={transaction.busy} onClick={collect}>
              Collect
            </Button>
          </NetworkGuard>
        </div>
        <TransactionStatus transaction={transaction} />
      </CardBody>
    </Card>
  );
}
