import { type Network, network } from '@/lib/core/protocol';
import { CannotVerify } from './errors';

const TIMEOUT_MS = 30_000;

/** The public routes of a portal that a stranger needs; no session, no key. */
export class PublicPortal {
  readonly origin: string;

  constructor(origin: string) {
    if (!/^https?:\/\/[^/]+\/?$/.test(origin)) {
      throw new CannotVerify(
        `--portal takes an origin such as http://127.0.0.1:3000, not ${origin}`,
      );
    }
    this.origin = origin.replace(/\/$/, '');
  }

  async network(): Promise<Network> {
    const answer = await this.get('/api/network');
    const parsed = network.safeParse(answer.ok ? await answer.json() : undefined);
    if (parsed.success) return parsed.data;
    throw new CannotVerify(`${this.origin} is not a portal: /api/network says ${answer.status}.`);
  }

  /** Bytes of a period's verdict file, null if the portal has none. */
  verdicts(period: bigint): Promise<Uint8Array | null> {
    return this.bytes(`/api/verdicts/${period}`);
  }

  /** The body that a verdict is about, null if there is none or it is no longer kept. */
  proof(period: bigint, deal: string, slot: number, generation: number) {
    return this.bytes(`/api/verdicts/${period}/proof/${deal}/${slot}/${generation}`);
  }

  private async bytes(path: string): Promise<Uint8Array | null> {
    const answer = await this.get(path);
    if (answer.status === 404) return null;
    if (!answer.ok) throw new CannotVerify(`${this.origin}${path} answers ${answer.status}.`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  private async get(path: string): Promise<Response> {
    try {
      return await fetch(`${this.origin}${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (cause) {
      throw new CannotVerify(`Nobody answers at ${this.origin}: is --portal right?`, { cause });
    }
  }
}
