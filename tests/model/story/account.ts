import {
  type CreditedProof,
  countPeriod,
  isCommitted,
  noWork,
  type PeriodInput,
  takeDisputed,
  type WorkState,
} from '@/lib/core/deals';
import { ALL_HOURS, MAX_SPAN } from '../chain-world';
import { max } from '../money';
import type { Claim } from '../rules/state';

/** What became of a generation in one period. */
export interface Hour {
  period: bigint;
  start: bigint;
  accrualEnd: bigint;
  proves: boolean;
  isVoid: boolean;
}

/** A proof that a dispute credited, and whether nobody showed a leaf. */
interface HeardProof extends CreditedProof {
  byTime: boolean;
}

/** A generation as an honest verifier counts it, with what it hears of disputes only after they are decided. */
export class Account {
  private state: WorkState = noWork;
  private readonly hours: Hour[] = [];
  private readonly taken = new Set<bigint>();
  private unheard: HeardProof[] = [];
  /** Disputes that it knows of in which time decided, or a leaf after a later proof was counted. */
  late = 0n;
  /** Periods that disputes credited and this account knows of. */
  private credited = 0n;

  close(hour: Hour): void {
    for (const proof of this.unheard.filter(({ period }) => period <= this.state.countedPeriod)) {
      this.take(proof, hour);
    }
    this.unheard = this.unheard.filter(({ period }) => !this.taken.has(period));
    this.state = countPeriod(this.state, inputOf(hour));
    this.hours.push(hour);
  }

  /** The contract has credited a proof. */
  hear(proof: HeardProof): void {
    this.unheard.push(proof);
  }

  claim(slot: number, generation: number): Claim {
    const { provenPeriods, fulfilments, commitments, lastAccepted } = this.state;
    const kept = { fulfilments: BigInt(fulfilments), commitments: BigInt(commitments) };
    return { slot, generation, proven: provenPeriods, ...kept, lastAccepted };
  }

  /** Periods to be paid if every proof, disputed or not, had been counted in its period. */
  get due(): bigint {
    const inTime = this.hours.map((hour) => ({
      ...hour,
      proves: hour.proves || this.taken.has(hour.period),
    }));
    return inTime.map(inputOf).reduce(countPeriod, noWork).provenPeriods;
  }

  /** Periods that contract and leaf pay together, less what waits to be taken off the next leaves. */
  get paid(): bigint {
    return this.state.provenPeriods + this.credited - this.state.overCredited;
  }

  /** What disputes paid too much so far. */
  get overCredited(): bigint {
    return max(this.state.overCredited, 0n);
  }

  /** Periods of disputes that the next close takes in. */
  get waiting(): bigint {
    return this.unheard.reduce((sum, { periods }) => sum + periods, 0n);
  }

  private take(proof: HeardProof, { start, accrualEnd }: Hour): void {
    const known = this.hours
      .filter(({ period, proves }) => (proves && period > start) || this.taken.has(period))
      .map(({ period }) => period);
    const voids = new Set(this.hours.filter(({ isVoid }) => isVoid).map(({ period }) => period));
    const after = known.find((period) => period > proof.period) ?? null;
    if (proof.byTime || after !== null) this.late++;
    this.state = takeDisputed(this.state, proof, {
      ...{ hoursMap: ALL_HOURS, maxSpan: MAX_SPAN, start, accrualEnd },
      before: known.findLast((period) => period <= proof.period) ?? 0n,
      after,
      isVoid: (period) => voids.has(period),
    });
    this.taken.add(proof.period);
    this.credited += proof.periods;
  }
}

function inputOf({ period, start, accrualEnd, proves, isVoid }: Hour): PeriodInput {
  const committed = isCommitted({ hoursMap: ALL_HOURS, start, accrualEnd }, period);
  const silent = committed ? 'missed' : 'not-due';
  const outcome = isVoid ? 'void' : proves ? 'accepted' : silent;
  return { period, committed, outcome, maxSpan: MAX_SPAN, start, accrualEnd };
}
