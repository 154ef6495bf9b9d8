import { expect } from 'vitest';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { DealRun } from '@/scripts/demo/run-deal';

/** Money in = refunded + paid, and every slot was paid what its proven periods are worth. */
export async function expectExactPayment(run: DealRun, deal: DealSnapshot, paidIn: bigint) {
  const data = await run.wallet.dealData(deal);
  expect(await run.wallet.refunds(deal)).toBe(paidIn - data.paid);
  expect(data.contractBalance).toBe(0n);
  const events = await run.wallet.chain.getContractEvents({
    address: deal.address as `0x${string}`,
    abi: storageDealAbi,
    eventName: 'Settled',
    fromBlock: 0n,
    strict: true,
  });
  for (const slot of deal.slots) {
    const own = events.filter(
      ({ args }) => args.slot === slot.slot && args.generation === slot.generation,
    );
    const paid = own.reduce((sum, { args }) => sum + args.amount, 0n);
    const proven = own.at(-1)?.args.provenPeriods ?? 0n;
    const sectorBytes = BigInt(deal.sectorBytes ?? 0);
    expect(paid).toBe((slot.rate * sectorBytes * proven) / (24n << 20n));
  }
}
