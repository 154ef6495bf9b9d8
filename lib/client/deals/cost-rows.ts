import { feeOn } from '@/lib/core/deals/costs';
import type { Plan } from '@/lib/core/protocol/plans';

export interface CostRow {
  id: 'storage' | 'seal' | 'fee' | 'total';
  label: string;
  /** attoFIL. */
  amount: bigint;
  hint: string;
  refundable: boolean;
}

type Priced = Pick<Plan, 'cost' | 'sealRewardPeriods' | 'feeBps'>;

const BPS_PER_PERCENT = 100;

/** The price of a plan line by line; the lines add up to the total. */
export function costRows({ cost, sealRewardPeriods, feeBps }: Priced): CostRow[] {
  const storage = cost.total - cost.sealRewards - cost.fee;
  return [
    {
      id: 'storage',
      label: 'Storage for the whole term',
      amount: storage,
      hint: 'Paid proof by proof. What is not used when you close comes back.',
      refundable: true,
    },
    {
      id: 'seal',
      label: 'Seal reward',
      amount: cost.sealRewards,
      hint: `Paid once at the start for sealing: ${sealRewardPeriods} hours of storage.`,
      refundable: false,
    },
    {
      id: 'fee',
      label: `Platform fee (${feeBps / BPS_PER_PERCENT} %)`,
      amount: cost.fee,
      hint: 'On what the computers are paid.',
      refundable: true,
    },
    {
      id: 'total',
      label: 'Total',
      amount: cost.total,
      hint: 'You may start with less and top up later.',
      refundable: false,
    },
  ];
}

/** What comes back if the deal were closed right after its start: all but the seal rewards. */
export function refundableAtStart({ cost, feeBps }: Pick<Plan, 'cost' | 'feeBps'>): bigint {
  return cost.total - cost.sealRewards - feeOn(cost.sealRewards, feeBps);
}
