export { STRIPE_BYTES } from './codec';
export {
  type DecodeSegmentOptions,
  decodedParts,
  decodeSegment,
  type SegmentShards,
} from './decode-segment';
export { type EncodeSegmentOptions, encodeSegment } from './encode-segment';
