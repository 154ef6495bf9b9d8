import { FORWARD_SECONDS } from './forward';

/** Clocks of the chain and of this machine may differ by so much. */
const SKEW_MS = 5 * 60_000;

/** What is known of this node's calls that wait at the portal, in this run of the agent and the last. */
export class RelayQueue {
  private next: bigint | undefined;
  private signedAt = Date.now();

  /** The portal says which nonce comes after all that it holds. */
  told(next: bigint): void {
    this.next = next;
  }

  /** The portal has taken a call. */
  took(nonce: bigint): void {
    this.next = nonce + 1n;
    this.signedAt = Date.now();
  }

  /**
   * True where nothing that waits could still be mined: the forwarder is past all that the portal took,
   * or the deadlines are over, of what an earlier run may have left too.
   *
   * @param onChain - next nonce at the forwarder
   */
  isEmpty(onChain: bigint): boolean {
    const isOver = Date.now() - this.signedAt > FORWARD_SECONDS * 1000 + SKEW_MS;
    return isOver || (this.next !== undefined && this.next <= onChain);
  }
}
