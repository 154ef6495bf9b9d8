import { AppError } from '@/lib/core/errors';
import type { AgentSlot, SlotPlan } from '@/lib/core/protocol';
import { payloadCapacity } from '@/lib/core/sectors';
import type { AgentContext } from './context';
import { rootOf, slotLeaf } from './merkle';

/** Own offer that the terms of a slot must keep. */
export interface OwnOffer {
  payout: string;
  rate: bigint;
  maxSpan: number;
  hoursMap: bigint;
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** Where the portal's words do not fit the plan that it shows; the first difference, or undefined. */
export function contradiction(offer: AgentSlot, operator: string): string | undefined {
  const { plan } = offer;
  if (lower(plan.node) !== lower(operator)) return 'node';
  if (plan.slot !== offer.slot || plan.generation !== offer.generation) return 'slot';
  if (plan.commD !== offer.commD) return 'commD';
  if (plan.rate !== offer.rate || plan.maxSpan !== offer.maxSpan) return 'rate';
  if (plan.hoursMap !== offer.hoursMap) return 'hours';
  return undefined;
}

/** Why a plan is worse than what this node offers; undefined if it keeps the offer. */
export function unacceptable(plan: SlotPlan, own: OwnOffer): string | undefined {
  if (lower(plan.payout) !== lower(own.payout)) return 'The payout address is not mine.';
  if (plan.rate !== own.rate) return `The rate is ${plan.rate}, mine is ${own.rate}.`;
  if (plan.maxSpan !== own.maxSpan)
    return `The max span is ${plan.maxSpan}, mine is ${own.maxSpan}.`;
  if ((BigInt(plan.hoursMap) & ~own.hoursMap) !== 0n) return 'It promises hours that are not mine.';
  return undefined;
}

function falseOffer(what: string, offer: AgentSlot): AppError {
  return new AppError(
    'AGENT_OFFER_FALSE',
    `The portal's offer does not match the chain (${what}).`,
    {
      details: { deal: offer.deal, slot: offer.slot, generation: offer.generation, what },
    },
  );
}

/** The slot as the contract knows it, as far as a plan says the same. */
async function isPlanOnChain(ctx: AgentContext, offer: AgentSlot): Promise<boolean> {
  const { plan } = offer;
  if (offer.generation === 0) {
    return rootOf(slotLeaf(plan), offer.path) === (await ctx.chain.slotsRoot(offer.deal));
  }
  const slot = await ctx.chain.slot(offer.deal, offer.slot);
  return (
    slot.generation === plan.generation &&
    lower(slot.node) === lower(plan.node) &&
    lower(slot.payout) === lower(plan.payout) &&
    slot.rate === plan.rate &&
    slot.maxSpan === plan.maxSpan &&
    slot.hoursMap === BigInt(plan.hoursMap) &&
    // On chain until the preCommit, for which it was compared.
    (slot.preCommits > 0 || slot.commD === plan.commD)
  );
}

/**
 * Checks an offer against the chain: a deal of the factory, the plan in its slot table, the sizes
 * of its terms.
 *
 * @throws AppError `AGENT_OFFER_FALSE` when the portal says something that the chain does not
 */
export async function verifyOffer(ctx: AgentContext, offer: AgentSlot): Promise<void> {
  const wrong = contradiction(offer, ctx.operator.address);
  if (wrong) throw falseOffer(wrong, offer);
  if (!(await ctx.chain.isDeal(offer.deal))) throw falseOffer('deal', offer);
  if (!(await isPlanOnChain(ctx, offer))) throw falseOffer('plan', offer);
  const terms = await ctx.chain.terms(offer.deal);
  const isSectorRight =
    terms.sectorBytes === BigInt(offer.sectorBytes) &&
    ctx.profile.sectorBytes.includes(offer.sectorBytes) &&
    offer.payloadBytes > 0 &&
    offer.payloadBytes <= payloadCapacity(offer.sectorBytes);
  if (!isSectorRight || terms.fileBytes !== offer.fileBytes) throw falseOffer('sizes', offer);
  const ticket = await ctx.chain.ticket(offer.deal, offer.slot, offer.generation);
  if (ticket !== offer.ticket) throw falseOffer('ticket', offer);
}

/** What this node offers by the chain; throws when the registry does not know it. */
export async function ownOffer(ctx: AgentContext): Promise<OwnOffer> {
  const node = await ctx.chain.node(ctx.operator.address);
  if (!node) throw new AppError('AGENT_NOT_REGISTERED', 'The registry does not know this node.');
  const { rate, maxSpan } = node.parameters;
  return { payout: node.payout, rate, maxSpan, hoursMap: node.hoursMap };
}
