import { createWalletClient, custom } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { AppError } from '@/lib/core/errors';
import type { PushConfig } from '@/lib/server/env';
import type { PushText } from './push-text';

const TIMEOUT_MS = 20_000;

/** Why a push message did not go out, and whether trying again can help. */
export class PushError extends AppError {
  override readonly name = 'PushError';

  constructor(
    message: string,
    readonly permanent: boolean,
    cause: unknown,
  ) {
    super('PUSH_NOT_SENT', message, { cause });
  }
}

/** The key signs locally; the SDK never reaches a chain through this. */
function signerOf(config: PushConfig) {
  if (!config.privateKey) {
    throw new PushError('The worker lacks PUSH_PRIVATE_KEY, the channel’s key.', false, undefined);
  }
  return createWalletClient({
    account: privateKeyToAccount(config.privateKey),
    transport: custom({
      request: async () => {
        throw new AppError('PUSH_NOT_SENT', 'The push signer has no chain connection.');
      },
    }),
  });
}

interface HttpFailure {
  response?: { status?: number };
  code?: string;
}

/** The SDK throws axios errors, plain errors and bare strings. */
function pushError(error: unknown): PushError {
  if (error instanceof PushError) return error;
  const { response, code } = (typeof error === 'object' && error ? error : {}) as HttpFailure;
  const status = response?.status;
  if (status !== undefined) {
    const isOurs = status >= 400 && status < 500 && status !== 408 && status !== 429;
    return new PushError(`The push service answered ${status}.`, isOurs, error);
  }
  if (code !== undefined) return new PushError(`No connection (${code}).`, false, error);
  const words = error instanceof Error ? error.message : String(error);
  return new PushError(words.slice(0, 300), true, error);
}

function timeout(ms: number): { promise: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new PushError('The push service did not answer in time.', false, undefined));
    }, ms);
  });
  return { promise, clear: () => clearTimeout(timer) };
}

/**
 * Sends one targeted message through Push Protocol: the channel's key signs the payload (EIP-712).
 *
 * @throws PushError `PUSH_NOT_SENT`
 */
export async function sendPush(
  config: PushConfig,
  recipient: string,
  text: PushText,
  link: string,
): Promise<void> {
  const limit = timeout(TIMEOUT_MS);
  try {
    // Large and used by one job only, so loaded when it is.
    const [{ payloads }, { API_BASE_URL }, { IDENTITY_TYPE, NOTIFICATION_TYPE }] =
      await Promise.all([
        import('@pushprotocol/restapi'),
        import('@pushprotocol/restapi/src/lib/config'),
        import('@pushprotocol/restapi/src/lib/payloads/constants'),
      ]);
    if (config.apiUrl) (API_BASE_URL as Record<string, string>)[config.env] = config.apiUrl;
    const sent = payloads.sendNotification({
      senderType: 0,
      signer: signerOf(config),
      type: NOTIFICATION_TYPE.TARGETTED,
      identityType: IDENTITY_TYPE.DIRECT_PAYLOAD,
      notification: text,
      payload: { ...text, cta: link, img: '' },
      recipients: `eip155:${config.chainId}:${recipient}`,
      channel: `eip155:${config.chainId}:${config.channel}`,
      env: config.env as never,
    });
    await Promise.race([sent, limit.promise]);
  } catch (error) {
    throw pushError(error);
  } finally {
    limit.clear();
  }
}
