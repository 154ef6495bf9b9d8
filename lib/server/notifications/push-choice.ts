import { verifyTypedData } from 'viem';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import {
  type Address,
  address,
  type PushChannel,
  type PushChoice,
  pushTypedData,
} from '@/lib/core/protocol';
import { type PushConfig, serverEnv } from '@/lib/server/env';
import { logger } from '@/lib/server/logger';
import { askPush, pushNetwork } from './push-service';

/** Push's site for its two public networks; a private one has none. */
const sites: Readonly<Record<string, string>> = {
  prod: 'https://app.push.org/channels',
  staging: 'https://staging.push.org/channels',
};

const subscriptions = z.object({
  subscriptions: z.array(z.object({ channel: z.string().toLowerCase().pipe(address) })),
});

function configured(): PushConfig {
  const { push } = serverEnv();
  if (push) return push;
  throw new AppError('PUSH_NOT_CONFIGURED', 'This portal sends nothing through Push.');
}

const caip = ({ chainId }: PushConfig, who: string) => `eip155:${chainId}:${who}`;

/** Whether the wallet is in the channel; null when Push does not say. */
async function isSubscribed(config: PushConfig, url: string, wallet: Address) {
  try {
    const answer = await askPush(`${url}/v1/users/${caip(config, wallet)}/subscriptions`);
    const channel = config.channel.toLowerCase();
    return subscriptions.parse(answer).subscriptions.some((item) => item.channel === channel);
  } catch (err) {
    logger.warn({ err }, 'Push did not tell the subscriptions');
    return null;
  }
}

/**
 * The portal's channel and whether the wallet receives it.
 * @throws AppError `PUSH_NOT_CONFIGURED`
 */
export async function pushChannelFor(wallet: Address): Promise<PushChannel> {
  const config = configured();
  const { url, verifyingContract } = await pushNetwork(config);
  const channel = config.channel.toLowerCase() as Address;
  const site = sites[config.env];
  return {
    channel,
    chainId: config.chainId,
    verifyingContract,
    subscribed: await isSubscribed(config, url, wallet),
    page: site ? `${site}?channel=${channel}` : null,
  };
}

/**
 * Hands a wallet's signed wish to Push. Browsers cannot do it themselves: pages talk to this portal
 * only.
 * @throws AppError `PUSH_NOT_CONFIGURED`, `SIGNATURE_INVALID`, `PUSH_NOT_SENT`
 */
export async function choosePush(wallet: Address, choice: PushChoice): Promise<void> {
  const config = configured();
  const { action, signature } = choice;
  const { url, verifyingContract } = await pushNetwork(config);
  const channel = config.channel.toLowerCase() as Address;
  const signed = pushTypedData(
    { channel, chainId: config.chainId, verifyingContract },
    wallet,
    action,
  );
  const isSigned = await verifyTypedData({ ...signed, address: wallet, signature }).catch(
    () => false,
  );
  if (!isSigned) {
    throw new AppError('SIGNATURE_INVALID', 'This wallet did not sign the wish for this channel.');
  }
  const who = action === 'Subscribe' ? 'subscriber' : 'unsubscriber';
  await askPush(`${url}/v1/channels/${caip(config, channel)}/${action.toLowerCase()}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      verificationProof: signature,
      message: { channel: caip(config, channel), [who]: caip(config, wallet), action },
    }),
  });
}
