import { AppError } from '../errors';

/** Running account of one (slot, generation). Start from `noWork`. */
export interface WorkState {
  /** Paid-for periods so far. */
  provenPeriods: bigint;
  fulfilments: number;
  commitments: number;
  /** Period of the newest accepted proof, 0 = none yet. */
  lastAccepted: bigint;
  /** Commitments missed since then. */
  missedSince: number;
  /** Void committed periods since then that an outage of ours must not make the node pay for, ascending. */
  waypoints: readonly bigint[];
  /** Newest period in these figures; earlier and equal ones are ignored. */
  countedPeriod: bigint;
  /**
   * Periods that disputes credited beyond what is due: the next credits go into them first. Less than
   * 0 where they credited too few: the next credit brings the rest.
   */
  overCredited: bigint;
}

/**
 * What became of a slot in a period: an accepted proof, a promise not kept (no proof or an invalid
 * one), a period that counts for nobody, or no proof and none promised.
 */
export type PeriodOutcome = 'accepted' | 'missed' | 'void' | 'not-due';

/** One period of one slot. */
export interface PeriodInput {
  period: bigint;
  /** See `isCommitted`. */
  committed: boolean;
  outcome: PeriodOutcome;
  maxSpan: number;
  /** Period in which the slot went live; accrual is (start, accrualEnd]. */
  start: bigint;
  accrualEnd: bigint;
}

/** The account of a slot that has just gone live. */
export const noWork: WorkState = {
  provenPeriods: 0n,
  fulfilments: 0,
  commitments: 0,
  lastAccepted: 0n,
  missedSince: 0,
  waypoints: [],
  countedPeriod: 0n,
  overCredited: 0n,
};

const min = (a: bigint, b: bigint) => (a < b ? a : b);
const max = (a: bigint, b: bigint) => (a > b ? a : b);

/** Periods that an accepted proof is due: each step between way-points is capped by the span. */
export function creditOf(
  state: WorkState,
  input: Omit<PeriodInput, 'committed' | 'outcome'>,
): bigint {
  const span = BigInt(input.maxSpan);
  const end = min(input.period, input.accrualEnd);
  let at = min(max(state.lastAccepted, input.start), end);
  let credit = 0n;
  for (const point of [...state.waypoints, end]) {
    const to = max(min(point, end), at);
    credit += min(to - at, span);
    at = to;
  }
  return max(credit - BigInt(state.missedSince), 0n);
}

/** What is due after what disputes paid already: totals that were told never fall. */
function withCredit({ provenPeriods, overCredited }: WorkState, credit: bigint) {
  const due = credit - overCredited;
  return due > 0n
    ? { provenPeriods: provenPeriods + due, overCredited: 0n }
    : { provenPeriods, overCredited: -due };
}

/**
 * Adds a way-point and drops the one before it where both steps fit one span: the sum stays the
 * same, and the list short through a long outage.
 */
function withWaypoint(state: WorkState, input: PeriodInput): readonly bigint[] {
  const kept = [...state.waypoints];
  const before = kept.at(-2) ?? max(state.lastAccepted, input.start);
  if (kept.length > 0 && input.period - before <= BigInt(input.maxSpan)) kept.pop();
  return [...kept, input.period];
}

function assertPossible(input: PeriodInput): void {
  const { period, committed, outcome, start, accrualEnd } = input;
  const isOutside = committed && (period <= start || period >= accrualEnd);
  const isContradiction = committed ? outcome === 'not-due' : outcome === 'missed';
  if (isOutside || isContradiction) {
    throw new AppError('DEAL_BAD_PERIOD', 'This cannot have happened to a slot in a period.', {
      details: { period: `${period}`, committed, outcome },
    });
  }
}

/**
 * Counts one period into a slot's account (design section 6, "Money" and "Void periods").
 *
 * An accepted proof credits min(min(p, accrualEnd) − last accepted (first: start), maxSpan) periods,
 * less one for each commitment missed since, not below 0. A void committed period with no missed
 * commitment before it is a way-point: credit is summed over way-points, each step capped by the
 * span. Only committed periods make commitments and fulfilments; other proofs earn money only.
 * Periods must come in ascending order; one that is counted already, or not after `start`, changes
 * nothing, so that a repeated job does no harm.
 *
 * @throws AppError `DEAL_BAD_PERIOD` for a commitment outside the accrual or a contradictory outcome
 */
export function countPeriod(state: WorkState, input: PeriodInput): WorkState {
  assertPossible(input);
  const { period, committed, outcome } = input;
  if (period <= state.countedPeriod || period <= input.start) return state;
  const counted = { ...state, countedPeriod: period };
  switch (outcome) {
    case 'not-due':
      return counted;
    case 'void':
      if (!committed || state.missedSince > 0) return counted;
      return { ...counted, waypoints: withWaypoint(state, input) };
    case 'missed':
      return {
        ...counted,
        commitments: state.commitments + 1,
        missedSince: state.missedSince + 1,
      };
    case 'accepted':
      return {
        ...counted,
        ...withCredit(state, creditOf(state, input)),
        fulfilments: state.fulfilments + (committed ? 1 : 0),
        commitments: state.commitments + (committed ? 1 : 0),
        lastAccepted: period,
        missedSince: 0,
        waypoints: [],
      };
  }
}
