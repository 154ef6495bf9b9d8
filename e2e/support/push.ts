import { localAccounts } from '../../scripts/lib/accounts.mjs';
import { PUSH_CHAIN_ID, PushStandIn } from '../../tests/support/push-stand-in';
import { pushUrl } from './env';

const channel = localAccounts.clients.at(-1) as { address: `0x${string}`; key: string };

/** The account whose channel the platform of this run has. */
export const channelAddress = channel.address;

/** A service of Push for the whole run, and what a platform is told of it. */
export async function startPush() {
  const service = new PushStandIn(channel.address);
  const url = await service.start();
  return {
    url,
    settings: {
      PUSH_CHANNEL: channel.address,
      PUSH_PRIVATE_KEY: channel.key,
      PUSH_ENV: 'staging',
      PUSH_API_URL: url,
      PUSH_CHAIN_ID: `${PUSH_CHAIN_ID}`,
    },
    stop: () => service.stop(),
  };
}

/** Whether this run has a channel that can be joined. */
export const hasPush = () => pushUrl() !== undefined;

/** Asks Push, as the wallet's phone does, whether the wallet is in a channel. */
export async function isSubscribed(wallet: string): Promise<boolean> {
  const member = `eip155:${PUSH_CHAIN_ID}:${wallet}`;
  const answer = await fetch(`${pushUrl()}/v1/users/${member}/subscriptions`);
  const { subscriptions } = (await answer.json()) as { subscriptions: unknown[] };
  return subscriptions.length > 0;
}
