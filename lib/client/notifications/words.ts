import { type InboxEventType, inboxPayloads, isInboxEventType } from '@/lib/core/protocol/inbox';
import { formatFil } from '../format';

/** How a notification matters: done well, wants something, went wrong, or just news. */
export type NotificationTone = 'good' | 'action' | 'bad' | 'news';

/** One event of the inbox for a person. */
export interface NotificationWords {
  title: string;
  body: string;
  tone: NotificationTone;
  /** Where to go from here. */
  link?: { href: string; label: string };
}

type Words = Omit<NotificationWords, 'link'>;
interface Subject {
  deal?: string;
  retrievalId?: string;
  dealId?: string;
  message?: string;
  reason?: string;
  accepted?: boolean;
  slot?: number;
  amount?: bigint;
}

const plain = (tone: NotificationTone, title: string, body: string) => (): Words => ({
  tone,
  title,
  body,
});
const sector = ({ slot }: Subject) => (slot === undefined ? 'the sector' : `sector ${slot}`);

const words: Record<InboxEventType, (subject: Subject) => Words> = {
  'deal.review-ready': ({ reason }) => ({
    tone: 'action',
    title: 'Your plan is ready',
    body: reason
      ? `The plan before could not be used: ${reason} See the new one, and confirm it if you like it.`
      : 'See which computers were chosen and what it costs, and confirm it if you like it.',
  }),
  'deal.published': plain(
    'news',
    'The deal is on the chain',
    'The computers fetch their pieces now and seal them. You need not do anything.',
  ),
  'deal.ready-to-start': plain(
    'action',
    'Ready to start',
    'Every piece is sealed. Start the deal and pay, or it will be cancelled after a while.',
  ),
  'deal.started': plain('good', 'The deal has started', 'Proofs are due from now on.'),
  'deal.low-balance': plain(
    'action',
    'The balance is low',
    'Top up, or the deal ends when the money is used up. Anyone can top up.',
  ),
  'deal.completed': plain('good', 'The deal is complete', 'What was left has been refunded.'),
  'deal.cancelled': plain(
    'news',
    'The deal was cancelled',
    'Nothing is stored, and nothing is owed.',
  ),
  'deal.failed': ({ message }) => ({
    tone: 'bad',
    title: 'The deal has failed',
    body: message ?? 'Open it to see why. No money has moved.',
  }),
  'retrieval.ready': plain('good', 'Your file is ready', 'Download it within 48 hours.'),
  'retrieval.failed': ({ message }) => ({
    tone: 'bad',
    title: 'The file could not be fetched',
    body: message ?? 'Open the deal to see why, and ask again.',
  }),
  'slot.offered': (subject) => ({
    tone: 'news',
    title: 'A sector for your computer',
    body: `A deal has chosen it for ${sector(subject)}. Your node fetches and seals it by itself.`,
  }),
  'porep.verdict': (subject) =>
    subject.accepted
      ? { tone: 'good', title: 'Seal accepted', body: `The proof of ${sector(subject)} is right.` }
      : {
          tone: 'bad',
          title: 'Seal refused',
          body: `The proof of ${sector(subject)} was refused${subject.reason ? `: ${subject.reason}` : ''}. Your node tries again.`,
        },
  'deal.closing': plain('news', 'A deal is closing', 'One last proof is due in the next period.'),
  'deal.ended': plain('news', 'A deal has ended', 'Its space is free again.'),
  'slot.replaced': (subject) => ({
    tone: 'bad',
    title: 'A sector was moved',
    body: `Another computer takes over ${sector(subject)}. What was earned stays yours.`,
  }),
  'retrieval.requested': plain(
    'action',
    'A file is wanted',
    'Let your node run, so that it can send its piece.',
  ),
  'retrieval.cancelled': plain('news', 'A file is no longer wanted', 'Others were faster.'),
  settled: ({ amount }) => ({
    tone: 'good',
    title: amount === undefined ? 'You were paid' : `You were paid ${formatFil(amount)}`,
    body: 'The contract has settled your proofs.',
  }),
};

/** Where an event leads: its deal for a client, the node itself for who runs one. */
function linkOf({ dealId }: Subject, recipient: string | undefined): NotificationWords['link'] {
  if (dealId) return { href: `/deals/${dealId}`, label: 'Open the deal' };
  return recipient ? { href: `/nodes/${recipient}`, label: 'Open your node' } : undefined;
}

/**
 * The words for an event; of a type that this version does not know, its name.
 * @param recipient wallet or node to which the inbox belongs
 */
export function notificationWords(
  type: string,
  payload: unknown,
  recipient?: string,
): NotificationWords {
  if (!isInboxEventType(type)) {
    return { tone: 'news', title: type, body: 'This page is too old to know more. Reload it.' };
  }
  const parsed = inboxPayloads[type].safeParse(payload);
  const subject: Subject = parsed.success ? parsed.data : {};
  return { ...words[type](subject), link: linkOf(subject, recipient) };
}
