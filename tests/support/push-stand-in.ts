import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Address, type Hex, verifyTypedData } from 'viem';

/** Sepolia, and the Communicator contract that Push's SDK signs for there in `staging`. */
export const PUSH_CHAIN_ID = 11155111;
export const PUSH_COMMUNICATOR = '0x0c34d54a09cfe75bccd878a469206ae77e0fe6e7';

/** A message as the SDK sends it. */
export interface PushMessage {
  verificationProof: string;
  identity: string;
  sender: string;
  recipient: string;
  source: string;
}

interface Answer {
  status: number;
  body?: object;
}

const domain = {
  name: 'EPNS COMM V1',
  chainId: PUSH_CHAIN_ID,
  verifyingContract: PUSH_COMMUNICATOR,
} as const;
/** What a wallet signs to join or leave, by the last part of the address. */
const wishes: Record<string, { primaryType: string; who: string }> = {
  subscribe: { primaryType: 'Subscribe', who: 'subscriber' },
  unsubscribe: { primaryType: 'Unsubscribe', who: 'unsubscriber' },
};

/**
 * Push's service as far as one channel and its subscribers meet it: it takes messages that the
 * channel signed, and wishes that the wallet signed, and tells a wallet's subscriptions.
 */
export class PushStandIn {
  /** Messages that it took. */
  readonly received: PushMessage[] = [];
  /** Wallets in the channel, as `eip155:<chain>:<address>`. */
  readonly members = new Set<string>();
  behaviour: 'verify' | 'fail' | 'hang up' = 'verify';
  requests = 0;
  private readonly server = createServer(async (request, response) => {
    this.requests++;
    if (this.behaviour === 'hang up') return request.socket.destroy();
    const text = await textOf(request);
    const { status, body = {} } =
      this.behaviour === 'fail' ? { status: 503 } : await this.answer(`${request.url}`, text);
    return response
      .writeHead(status, { 'Content-Type': 'application/json' })
      .end(status === 204 ? undefined : JSON.stringify(body));
  });

  constructor(private readonly channel: Address) {}

  /** Starts on a free port and returns the address for PUSH_API_URL. */
  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/apis`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async answer(url: string, text: string): Promise<Answer> {
    if (url === '/apis/v1/payloads/') return this.send(JSON.parse(text));
    const [, member] = /^\/apis\/v1\/users\/(\S+)\/subscriptions$/.exec(url) ?? [];
    if (member !== undefined) return this.tell(member);
    const [, channel, wish] = /^\/apis\/v1\/channels\/(\S+)\/(\w+)$/.exec(url) ?? [];
    if (channel !== this.caip(this.channel.toLowerCase()) || !wish) return { status: 404 };
    return this.change(wish, JSON.parse(text));
  }

  private async send(message: PushMessage): Promise<Answer> {
    const [, signature] =
      /^eip712v2:(0x[0-9a-f]{130})::uid::/.exec(message.verificationProof) ?? [];
    const isSigned = await verifyTypedData({
      address: this.channel,
      domain,
      types: { Data: [{ name: 'data', type: 'string' }] },
      primaryType: 'Data',
      message: { data: message.identity },
      signature: signature as Hex,
    }).catch(() => false);
    if (!isSigned) return { status: 401 };
    this.received.push(message);
    return { status: 202 };
  }

  /** Push spells the addresses of channels with upper and lower case. */
  private tell(member: string): Answer {
    const channel = this.channel.toUpperCase().replace('0X', '0x');
    return { status: 200, body: { subscriptions: this.members.has(member) ? [{ channel }] : [] } };
  }

  private async change(wish: string, { message, verificationProof }: SignedWish): Promise<Answer> {
    const { primaryType, who } = wishes[wish] ?? {};
    const member = who && message[who];
    if (!primaryType || !member) return { status: 404 };
    const address = member.split(':')[2] as Address;
    const isSigned = await verifyTypedData({
      address,
      domain,
      types: {
        [primaryType]: [
          { name: 'channel', type: 'address' },
          { name: who, type: 'address' },
          { name: 'action', type: 'string' },
        ],
      },
      primaryType,
      message: { channel: this.channel.toLowerCase(), [who]: address, action: message.action },
      signature: verificationProof,
    }).catch(() => false);
    if (!isSigned) return { status: 401 };
    if (wish === 'subscribe') this.members.add(member);
    else this.members.delete(member);
    return { status: 204 };
  }

  private caip(address: string): string {
    return `eip155:${PUSH_CHAIN_ID}:${address}`;
  }
}

interface SignedWish {
  message: Record<string, string>;
  verificationProof: Hex;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
