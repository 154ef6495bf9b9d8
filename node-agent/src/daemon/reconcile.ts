import { AppError } from '@/lib/core/errors';
import { type AgentSlot, agentSlots } from '@/lib/core/protocol';
import { slotKey } from '../store/slots';
import type { AgentContext } from './context';
import type { SlotDriver } from './slot-driver';
import { Alarm, backoff, sleep } from './wait';

const RETRY_MS = { base: 1000, max: 60_000 };
/** Bursts of events (many slots of one deal) lead to one reading. */
const GATHER_MS = 150;

/**
 * Keeps the slots of this home equal to what the portal lists and the chain confirms. Events only
 * say when to look; nothing is lost when they are.
 */
export class Reconciler {
  private readonly alarm = new Alarm();

  constructor(
    private readonly ctx: AgentContext,
    private readonly driver: SlotDriver,
    /** Compares the network with the one that this run began with. */
    private readonly checkNetwork: () => Promise<void>,
  ) {}

  /** Look again soon. */
  wake(): void {
    this.alarm.wake();
  }

  /**
   * Reads at the start, after every event and in every period, until aborted.
   *
   * @throws AppError `AGENT_NETWORK_CHANGED`
   */
  async run(): Promise<void> {
    const { signal, clock } = this.ctx;
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.checkNetwork();
        await this.read();
        failures = 0;
        await this.alarm.wait(clock.untilStart(clock.period() + 1n), signal);
        await sleep(GATHER_MS, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (AppError.is(error, 'AGENT_NETWORK_CHANGED')) throw error;
        this.ctx.log.warn('slots not read', { error });
        this.driver.wakeAll();
        await sleep(backoff(failures++, RETRY_MS.base, RETRY_MS.max), signal);
      }
    }
  }

  private async read(): Promise<void> {
    const { portal, signal } = this.ctx;
    const { slots } = await portal.json(agentSlots, { path: '/api/agent/slots', signal });
    for (const offer of slots) await this.learn(offer);
    this.driver.wakeAll();
  }

  private async learn(offer: AgentSlot): Promise<void> {
    const known = this.ctx.slots.get(slotKey(offer));
    if (known) {
      // what was checked against the chain stays; only the wish for a hot copy may change
      if (known.offer.hotCopy !== offer.hotCopy) {
        known.offer = { ...known.offer, hotCopy: offer.hotCopy };
        await this.ctx.slots.save(known);
      }
      return;
    }
    if (offer.state === 'ENDED' || offer.state === 'VACANT') return;
    const { deal, slot, generation } = offer;
    this.ctx.log.info('slot offered', { deal, slot, generation });
    await this.ctx.slots.add({
      version: 1,
      offer,
      phase: 'offered',
      accepted: false,
      finalised: false,
      updatedAt: Date.now(),
    });
  }
}
