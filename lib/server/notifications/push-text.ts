/** What a push message says. */
export interface PushText {
  title: string;
  body: string;
}

const texts: Readonly<Record<string, PushText>> = {
  'slot.offered': { title: 'A sector for you', body: 'A deal has chosen your computer.' },
  'deal.closing': { title: 'A deal is closing', body: 'One last proof is due in the next period.' },
  'slot.replaced': {
    title: 'A sector was moved',
    body: 'Another computer takes over this sector.',
  },
  'retrieval.requested': { title: 'A file is wanted', body: 'Start your node to send its shard.' },
  'deal.review-ready': { title: 'Your plan is ready', body: 'See which computers were chosen.' },
  'deal.ready-to-start': {
    title: 'Ready to start',
    body: 'Every sector is sealed. Start the deal.',
  },
  'deal.started': { title: 'The deal has started', body: 'Proofs are due from now on.' },
  'deal.low-balance': { title: 'Balance is low', body: 'Top up, or the deal ends early.' },
  'deal.completed': { title: 'The deal is complete', body: 'What was left has been refunded.' },
  'deal.cancelled': { title: 'The deal was cancelled', body: 'Nothing will be stored.' },
  'deal.failed': { title: 'The deal has failed', body: 'Open it to see why.' },
  'retrieval.ready': { title: 'Your file is ready', body: 'It can be downloaded now.' },
  'retrieval.failed': { title: 'The file could not be fetched', body: 'Open it to see why.' },
};

const SENTENCE_LIMIT = 200;

/** The words for an event, with its own sentence where it has one; null if it is not worth a push. */
export function pushText(type: string, payload: unknown): PushText | null {
  const text = texts[type];
  if (!text) return null;
  const message =
    typeof payload === 'object' && payload !== null && 'message' in payload
      ? payload.message
      : undefined;
  return typeof message === 'string' ? { ...text, body: message.slice(0, SENTENCE_LIMIT) } : text;
}
