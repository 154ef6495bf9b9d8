export { payloadCapacity } from './capacity';
export {
  type PlanSegmentsOptions,
  planSegments,
  type Segment,
  type SegmentPlan,
} from './plan-segments';
