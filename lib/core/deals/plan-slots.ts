import { AppError } from '../errors';
import type { ContentDescription } from '../protocol/content';
import type { Plan } from '../protocol/plans';
import type { SlotPlan } from './types';

/**
 * The slot table of a plan: slot segment · n + shard stores that shard's data with the plan's node.
 *
 * @throws AppError `PLAN_OUTDATED` when plan and content do not belong together
 */
export function slotPlansOf(plan: Plan, content: ContentDescription): SlotPlan[] {
  const { n, k } = content;
  const isSameShape = plan.n === n && plan.k === k && plan.segments === content.segments.length;
  if (!isSameShape || plan.nodes.length !== n) {
    throw new AppError('PLAN_OUTDATED', 'The plan was made for other shards.');
  }
  return content.segments.flatMap((segment, s) =>
    plan.nodes.map(
      (node, shard): SlotPlan => ({
        slot: s * n + shard,
        generation: 0,
        node: node.operator,
        payout: node.payout,
        rate: node.rate,
        maxSpan: node.maxSpan,
        hoursMap: BigInt(node.hoursMap),
        commD: segment.commD[shard] as `0x${string}`,
      }),
    ),
  );
}
