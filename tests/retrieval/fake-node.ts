import { DELETE, HEAD, PATCH, POST } from '@/app/api/agent/files/[[...path]]/route';
import type { Address } from '@/lib/core/protocol/primitives';
import { issueToken } from '@/lib/server/auth/tokens';
import { followInbox } from '@/lib/server/notifications';
import type { StoredDeal } from './stored-deal';

const ORIGIN = 'http://127.0.0.1:3000';
const handlers = { POST, HEAD, PATCH, DELETE };
const context = { params: Promise.resolve({}) };

/** What a node does when it is asked for a shard. */
export type Behaviour = 'deliver' | 'silent' | 'half' | 'corrupt';

/** An order out of the inbox. */
export interface Order {
  retrievalId: string;
  deal: string;
  slot: number;
  generation: number;
}

/** A node that follows its inbox and brings shards by tus, all within this process. */
export class FakeNode {
  readonly orders: Order[] = [];
  readonly cancelled: string[] = [];
  /** Upload address by slot. */
  readonly urls = new Map<number, string>();
  behaviour: Behaviour = 'deliver';
  private readonly stopping = new AbortController();
  private readonly work: Promise<void>[] = [];
  private token = '';

  constructor(
    private readonly stored: StoredDeal,
    readonly operator: Address,
  ) {}

  async start(): Promise<this> {
    this.token = (await issueToken('AGENT', this.operator, 3600)).token;
    this.work.push(this.follow());
    return this;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.work);
  }

  private async follow(): Promise<void> {
    for await (const event of followInbox(this.operator, 0n, this.stopping.signal)) {
      if (event.type === 'retrieval.cancelled') {
        this.cancelled.push((event.payload as Order).retrievalId);
      }
      if (event.type !== 'retrieval.requested') continue;
      const order = event.payload as Order;
      this.orders.push(order);
      if (this.behaviour !== 'silent') this.work.push(this.bring(order).then(() => undefined));
    }
  }

  /** Sends one request; the answer's status and headers say what became of it. */
  send(
    method: keyof typeof handlers,
    url: string,
    headers: Record<string, string>,
    body?: Uint8Array,
  ): Promise<Response> {
    const request = new Request(new URL(url, ORIGIN), {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'tus-resumable': '1.0.0',
        ...(body ? { 'content-length': `${body.length}` } : {}),
        ...headers,
      },
      body: body as BodyInit | undefined,
    });
    return handlers[method](request, context);
  }

  create(order: Order, bytes: number): Promise<Response> {
    const { retrievalId, deal, slot, generation } = order;
    const metadata = Object.entries({ retrievalId, deal, slot, generation })
      .map(([key, value]) => `${key} ${Buffer.from(`${value}`).toString('base64')}`)
      .join(',');
    const headers = { 'upload-length': `${bytes}`, 'upload-metadata': metadata };
    return this.send('POST', '/api/agent/files', headers);
  }

  patch(url: string, offset: number, bytes: Uint8Array): Promise<Response> {
    const headers = {
      'content-type': 'application/offset+octet-stream',
      'upload-offset': `${offset}`,
    };
    return this.send('PATCH', url, headers, bytes);
  }

  /** The payload that this node holds for an order. */
  payload({ slot }: Order): Buffer {
    return this.stored.payloads[slot]!;
  }

  /** Delivers as `behaviour` says; the status of the last answer. */
  async bring(order: Order): Promise<number> {
    const payload = Buffer.from(this.payload(order));
    if (this.behaviour === 'corrupt') payload[payload.length - 1]! ^= 1;
    const created = await this.create(order, payload.length);
    if (created.status !== 201) return created.status;
    const url = created.headers.get('location')!;
    this.urls.set(order.slot, url);
    const middle = Math.floor(payload.length / 2);
    const first = await this.patch(url, 0, payload.subarray(0, middle));
    if (this.behaviour === 'half' || first.status !== 204) return first.status;
    return (await this.patch(url, middle, payload.subarray(middle))).status;
  }

  /** Sends the rest of what was begun. */
  async finish(order: Order): Promise<number> {
    const url = this.urls.get(order.slot)!;
    const head = await this.send('HEAD', url, {});
    const offset = Number(head.headers.get('upload-offset'));
    return (await this.patch(url, offset, this.payload(order).subarray(offset))).status;
  }
}
