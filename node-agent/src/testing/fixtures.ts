import type { AgentSlot } from '@/lib/core/protocol';
import type { SlotFacts } from '../daemon/slot-machine';
import type { SlotRecord } from '../store/slots';
import { testOperator } from './stub-portal';

export const DEAL = `0x${'d'.repeat(40)}` as const;
export const hashOf = (digit: string) => `0x${digit.repeat(64)}` as const;
export const ZERO_HASH = hashOf('0');

/** A slot as the portal lists it. */
export function makeOffer(over: Partial<AgentSlot> = {}): AgentSlot {
  const node = testOperator.address.toLowerCase() as AgentSlot['deal'];
  const slot = over.slot ?? 0;
  const generation = over.generation ?? 0;
  const hoursMap = over.hoursMap ?? (`0x${'1'.padStart(64, '0')}` as const);
  const terms = { rate: 5n, maxSpan: 30, commD: hashOf('c') };
  return {
    dealId: '00000000-0000-4000-8000-000000000000',
    deal: DEAL,
    slot,
    generation,
    state: 'OFFERED',
    payloadBytes: 2000,
    sectorBytes: 2048,
    hoursMap,
    ...terms,
    plan: { slot, generation, node, payout: node, hoursMap, ...terms },
    path: [],
    sealingDeadline: 2_000_000_000,
    ticket: hashOf('e'),
    fileBytes: 2000n,
    hotCopy: false,
    dealState: 'PENDING',
    closing: false,
    ...over,
  };
}

/** A slot record as it is right after the offer came. */
export function makeRecord(over: Partial<SlotRecord> = {}): SlotRecord {
  return {
    version: 1,
    offer: makeOffer(),
    phase: 'offered',
    accepted: false,
    finalised: false,
    updatedAt: 0,
    ...over,
  };
}

/** Facts about a slot that was just offered, with changes. */
export function makeFacts(
  slot: Partial<SlotFacts['chain']['slot']> = {},
  local: Partial<SlotFacts['local']> = {},
  chain: Partial<Omit<SlotFacts['chain'], 'slot'>> = {},
): SlotFacts {
  return {
    operator: testOperator.address,
    generation: 0,
    sealingDeadline: 1000,
    chain: {
      dealExists: true,
      dealState: 0,
      timestamp: 500n,
      blockNumber: 100n,
      seedDelay: 3n,
      ...chain,
      slot: {
        state: 1,
        node: testOperator.address,
        generation: 0,
        preCommits: 0,
        preCommitEpoch: 0n,
        commR: ZERO_HASH,
        proofDigest: ZERO_HASH,
        ...slot,
      },
    },
    local: { accepted: true, hasPayload: false, finalised: false, ...local },
  };
}
