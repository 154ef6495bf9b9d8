import { keccak256, stringToBytes } from 'viem';
import { type ContentDescription, canonicalContent } from './content';
import type { Hex } from './primitives';

/**
 * keccak256 of the UTF-8 bytes of {@link canonicalContent}; `DealTerms.contentHash`. Apart from the
 * description, so that pages which only read one load no hash function.
 */
export function contentHash(content: ContentDescription): Hex {
  return keccak256(stringToBytes(canonicalContent(content)));
}
