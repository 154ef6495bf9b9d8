import { expect, it } from 'vitest';
import { inboxPayloads } from '@/lib/core/protocol/inbox';
import { notificationWords } from './words';

const dealId = '3c0f9c8e-0b54-4a5e-9f6a-0d4b3b8c5a11';

it('has words for every type, also when the payload is not what was agreed', () => {
  for (const type of Object.keys(inboxPayloads)) {
    const { title, body } = notificationWords(type, null);
    expect(title).not.toBe(type);
    expect(body).not.toMatch(/undefined|null/);
  }
});

it('leads to the deal that it is about', () => {
  expect(notificationWords('deal.completed', { dealId }).link?.href).toBe(`/deals/${dealId}`);
  expect(notificationWords('settled', {}).link).toBeUndefined();
});

it('tells what the event tells', () => {
  const deal = '0x00000000000000000000000000000000000000aa';
  const slot = { deal, slot: 3, generation: 0 };
  expect(notificationWords('settled', { ...slot, amount: '420000000000000000' }).title).toBe(
    'You were paid 0.42 FIL',
  );
  const refused = { ...slot, accepted: false, reason: 'wrong root' };
  expect(notificationWords('porep.verdict', refused)).toMatchObject({
    tone: 'bad',
    body: 'The proof of sector 3 was refused: wrong root. Your node tries again.',
  });
  expect(notificationWords('deal.failed', { dealId, message: 'Too large.' }).body).toBe(
    'Too large.',
  );
});

it('gives the name of what it does not know', () => {
  expect(notificationWords('moon.landed', {}).title).toBe('moon.landed');
});
