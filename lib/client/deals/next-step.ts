import type { DealSnapshot } from '@/lib/core/protocol/deals';
import { adviceFor } from './failure-words';
import type { Runway } from './runway';
import { isReadyToStart } from './timeline';

/** What the one primary button of a deal does. */
export type NextAction = 'review' | 'start' | 'top-up' | 'store-again' | 'none';

export interface NextStep {
  /** What happens next, or what to do. */
  sentence: string;
  action: NextAction;
  tone: 'wait' | 'do' | 'good' | 'warn' | 'bad';
}

type Progress = Pick<
  DealSnapshot,
  'status' | 'failure' | 'provedSlots' | 'slotCount' | 'address' | 'startPeriod'
> & { refunded?: bigint };

/** What more than the deal itself the sentence depends on. */
export interface Circumstances {
  runway?: Runway | null;
  /** "until 21 Nov, 08:40": by when the client must have started. */
  startBy?: string;
  /** "for 2 days 4 hours". */
  runwayText?: string;
  /** "0.12 FIL" that came back. */
  refundText?: string;
}

const say = (
  sentence: string,
  action: NextAction = 'none',
  tone: NextStep['tone'] = 'wait',
): NextStep => ({ sentence, action, tone });

function pending(deal: Progress, { startBy }: Circumstances): NextStep {
  const until = startBy ? ` You have until ${startBy}; after that the deal is cancelled.` : '';
  if (isReadyToStart(deal)) {
    return say(`Every sector is sealed and proved. Start the deal and pay.${until}`, 'start', 'do');
  }
  return say(
    `The computers fetch and seal their parts: ${deal.provedSlots} of ${deal.slotCount} are proved. You pay nothing until all are; you may close this page.`,
  );
}

function active({ runway, runwayText }: Circumstances): NextStep {
  if (!runway)
    return say('The computers prove every promised hour that they hold your file.', 'none', 'good');
  if (runway.level === 'empty') {
    return say(
      'The money is used up, so the deal is ending. Download the file now if you need it.',
      'none',
      'bad',
    );
  }
  if (runway.level === 'low') {
    return say(
      `The money lasts ${runwayText ?? 'only a little longer'}. Top up, or the deal ends then.`,
      'top-up',
      'warn',
    );
  }
  const until = runway.level === 'full' ? 'to the end of the term' : (runwayText ?? 'for now');
  return say(
    `Nothing to do. The computers prove every promised hour that they hold your file; the money lasts ${until}.`,
    'none',
    'good',
  );
}

function failed(deal: Progress): NextStep {
  const why = deal.failure?.message ?? 'Something went wrong.';
  const safe = deal.startPeriod ? '' : ' Nothing was paid.';
  return say(`${why}${safe} ${adviceFor(deal.failure?.code)}`, 'store-again', 'bad');
}

function cancelled(deal: Progress): NextStep {
  const why = deal.failure
    ? 'Its plan was not confirmed within two days, so the deal was cancelled.'
    : 'The deal was cancelled before it started.';
  const advice = deal.failure ? ` ${adviceFor(deal.failure.code)}` : '';
  return say(`${why} Nothing was paid.${advice}`, 'store-again', 'warn');
}

/** One sentence on what happens next, for every state that a deal can be in. */
export function nextStepOf(deal: Progress, circumstances: Circumstances = {}): NextStep {
  switch (deal.status) {
    case 'REQUESTED':
      return say(
        'Your file is being split into parts, any few of which restore it. This takes a moment.',
      );
    case 'ENCODED':
      return say('Computers are being chosen whose hours together cover the week.');
    case 'REVIEW':
      return say(
        'Look at the computers, the predicted uptime and the price, then confirm. Nothing is paid yet.',
        'review',
        'do',
      );
    case 'CONFIRMED':
    case 'PUBLISHED':
      return say(
        'The deal is being written to the chain. After that the computers fetch their parts.',
      );
    case 'PENDING':
      return pending(deal, circumstances);
    case 'ACTIVE':
      return active(circumstances);
    case 'CLOSING':
      return say(
        'The deal is ending: the last proofs are counted and paid, then the rest of the money comes back to you.',
      );
    case 'COMPLETED':
      return say(
        `The deal is over and everything is settled.${circumstances.refundText ? ` ${circumstances.refundText} came back to you at the end.` : ''}`,
        'store-again',
        'good',
      );
    case 'CANCELLED':
      return cancelled(deal);
    case 'FAILED':
      return failed(deal);
  }
}
