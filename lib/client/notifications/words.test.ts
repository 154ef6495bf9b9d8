import { expect, it } from 'vitest';
import { inboxPayloads } from '@/lib/core/protocol/inbox';
import { notificationWords } from './words';

const dealId = '3c0f9c8e-0b54-4a5e-9f6a-0d4b3b8c5a11';

it('has words for every type, also when the payload is not what was agreed', () => {
  for (const type of Object.keys(inboxPayloads)) {
    const { title, body } = notificationWords(type, null);
    expect(title).not.toBe(type);
    expect(title).toMatch(/^[A-Z][^_]+[a-zL]$/);
    expect(body).toMatch(/^[A-Z].+\.$/);
    expect(body).not.toMatch(/undefined|null/);
  }
});

const node = '0x00000000000000000000000000000000000000bb';

it('leads every type to its subject: the deal of a client, the node of its operator', () => {
  const sample = {
    dealId,
    retrievalId: dealId,
    deal: '0x00000000000000000000000000000000000000aa',
    slot: 1,
    generation: 0,
    accepted: true,
    amount: '1',
    accrualEnd: '5',
  };
  for (const [type, schema] of Object.entries(inboxPayloads)) {
    const isClients = 'dealId' in schema.shape;
    const { link } = notificationWords(type, sample, node);
    expect([type, link?.href]).toEqual([type, isClients ? `/deals/${dealId}` : `/nodes/${node}`]);
  }
});

it('leads nowhere where it does not know the subject', () => {
  expect(notificationWords('settled', {}).link).toBeUndefined();
  expect(notificationWords('moon.landed', { dealId }, node).link).toBeUndefined();
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
