import { encodeAbiParameters, keccak256, parseAbiParameters } from 'viem';
import type { Profile } from '../protocol/profiles';
import type { DealTerms, Hex } from './types';

const TERMS_HASH = parseAbiParameters([
  'uint256 chainId, address deal, DealTerms terms, bytes32 slotsDigest',
  'struct DealTerms { address client; bytes32 planId; bytes32 contentHash; uint64 fileBytes; uint64 sectorBytes; uint16 dataShards; uint16 totalShards; uint16 slotCount; uint64 durationPeriods; uint96 maxRate; uint16 sealRewardPeriods; uint16 minRunwayPeriods; uint16 feeBps; uint64 sealingDeadline; uint64 startDeadline; }',
]);

/** What identifies a deal on one chain and all that its client agrees to. */
export interface TermsHashInput {
  chainId: number | bigint;
  /** Deal contract. */
  deal: Hex;
  terms: DealTerms;
  /** See `slotsDigestOf`. */
  slotsDigest: Hex;
}

/** keccak256(abi.encode(chainId, deal, terms, slotsDigest)): what `startDeal` consents to. */
export function termsHash(input: TermsHashInput): Hex {
  const { chainId, deal, terms, slotsDigest } = input;
  return keccak256(encodeAbiParameters(TERMS_HASH, [BigInt(chainId), deal, terms, slotsDigest]));
}

/** What a portal knows when it publishes a confirmed plan. */
export interface DealTermsInput {
  client: Hex;
  planId: Hex;
  contentHash: Hex;
  fileBytes: bigint;
  sectorBytes: number;
  k: number;
  n: number;
  segments: number;
  durationPeriods: number;
  maxRate: bigint;
  feeBps: number;
  /** Deadlines and spans come from here. */
  profile: Profile;
  /** Unix seconds of publication. */
  now: bigint;
}

/** The terms of a deal: what was planned, with the profile's spans and deadlines counted from `now`. */
export function buildDealTerms(input: DealTermsInput): DealTerms {
  const { profile, now } = input;
  return {
    client: input.client,
    planId: input.planId,
    contentHash: input.contentHash,
    fileBytes: input.fileBytes,
    sectorBytes: BigInt(input.sectorBytes),
    dataShards: input.k,
    totalShards: input.n,
    slotCount: input.segments * input.n,
    durationPeriods: BigInt(input.durationPeriods),
    maxRate: input.maxRate,
    sealRewardPeriods: profile.sealRewardPeriods,
    minRunwayPeriods: profile.minRunwayPeriods,
    feeBps: input.feeBps,
    sealingDeadline: now + BigInt(profile.sealingSeconds),
    startDeadline: now + BigInt(profile.startSeconds),
  };
}
