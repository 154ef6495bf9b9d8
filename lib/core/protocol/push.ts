import { z } from 'zod';
import { address, signature } from './primitives';

/** Joining or leaving Push's channel, as Push spells it. */
export const pushAction = z.enum(['Subscribe', 'Unsubscribe']);
export type PushAction = z.output<typeof pushAction>;

/** `GET /api/inbox/push`: the channel that carries the inbox to phones. */
export const pushChannel = z.object({
  channel: address,
  /** Chain on which the channel lives; wallets sign for it. */
  chainId: z.int().positive(),
  /** Push's contract that signatures are made for. */
  verifyingContract: address,
  /** Whether the wallet receives it; null while Push does not say. */
  subscribed: z.boolean().nullable(),
  /** Push's own page of the channel, where it has a public one. */
  page: z.url().nullable(),
});
export type PushChannel = z.output<typeof pushChannel>;

/** `POST /api/inbox/push` */
export const pushChoice = z.object({ action: pushAction, signature });
export type PushChoice = z.output<typeof pushChoice>;

/**
 * What a wallet signs (EIP-712) to join or leave a channel.
 * Source: Push Protocol, opt-in and opt-out of `@pushprotocol/restapi`.
 */
export function pushTypedData(
  { channel, chainId, verifyingContract }: Omit<PushChannel, 'subscribed' | 'page'>,
  wallet: `0x${string}`,
  action: PushAction,
) {
  const who = action === 'Subscribe' ? 'subscriber' : 'unsubscriber';
  return {
    domain: { name: 'EPNS COMM V1', chainId, verifyingContract },
    primaryType: action,
    types: {
      [action]: [
        { name: 'channel', type: 'address' },
        { name: who, type: 'address' },
        { name: 'action', type: 'string' },
      ],
    },
    message: { channel, [who]: wallet, action },
  };
}
