import { isCommitted } from './schedule';
import { countPeriod, creditOf, noWork, type WorkState } from './work';

/** A proof that a dispute credited (contracts/SPEC.md section 6). */
export interface CreditedProof {
  period: bigint;
  /** Periods that the contract credited. */
  periods: bigint;
}

/** What a slot promises, and what is known of the time around a credited proof. */
export interface DisputedTime {
  hoursMap: bigint;
  maxSpan: number;
  start: bigint;
  accrualEnd: bigint;
  /** Newest accepted or credited proof before it, 0 = none. */
  before: bigint;
  /** Oldest accepted or credited proof after it, null = none, or not known any more. */
  after: bigint | null;
  isVoid(period: bigint): boolean;
}

/** The account of a slot before `to`, with nothing but silence since an accepted proof at `from`. */
function silentSince(time: DisputedTime, from: bigint, to: bigint): WorkState {
  const { maxSpan, start, accrualEnd } = time;
  let state: WorkState = { ...noWork, lastAccepted: from };
  for (let period = (from > start ? from : start) + 1n; period < to; period++) {
    const committed = isCommitted(time, period);
    const silent = time.isVoid(period) ? 'void' : 'missed';
    const outcome = committed ? silent : 'not-due';
    state = countPeriod(state, { period, committed, outcome, maxSpan, start, accrualEnd });
  }
  return state;
}

/** Periods due to a proof at `to` with nothing but silence since one at `from`. */
function dueBetween(time: DisputedTime, from: bigint, to: bigint): bigint {
  const { maxSpan, start, accrualEnd } = time;
  const state = silentSince(time, from, to);
  return creditOf(state, { period: to, maxSpan, start, accrualEnd });
}

/**
 * Takes a proof that a dispute credited into an account, once. From then on it is accepted as if it had been
 * counted: what is due for it is that of the time since the proof before, and no more for the time up to the next
 * one, which may have been counted with it already. The contract has paid what it credited, which cannot be taken
 * back, and the totals of an account never fall; so the difference is kept as `overCredited`. Fulfilments stay:
 * the contract has counted its own.
 *
 * `provenPeriods` + all that disputes credited − `overCredited` is always what an account would say that had
 * counted all proofs in time. Where the account has a proof as new or newer, but the one after it is not known any
 * more, nothing is due: nobody is paid twice, and the node loses a span at most. `lastAccepted` never falls.
 */
export function takeDisputed(
  state: WorkState,
  proof: CreditedProof,
  time: DisputedTime,
): WorkState {
  const { period, periods } = proof;
  const { before, after } = time;
  if (after === null && period <= state.lastAccepted) {
    return { ...state, overCredited: state.overCredited + periods };
  }
  const own = dueBetween(time, before, period);
  if (after !== null) {
    const due = own + dueBetween(time, period, after) - dueBetween(time, before, after);
    return { ...state, overCredited: state.overCredited + periods - due };
  }
  const { missedSince, waypoints } = silentSince(time, period, state.countedPeriod + 1n);
  return {
    ...state,
    lastAccepted: period,
    missedSince,
    waypoints,
    overCredited: state.overCredited + periods - own,
  };
}
