import type { AgentLimits } from '../store/config';

/** Disk space, in sectors, that sealing takes while it runs: shard, two layers, sealed file, trees. */
const SEALING_SECTORS = 5n;

/** What a slot weighs. */
export interface SlotWeight {
  deal: string;
  sectorBytes: number;
  /** Bytes of the unsealed copy that is kept beside, 0 without one. */
  hotBytes: number;
}

/** What decides whether one more slot fits. */
export interface LimitInput {
  limits: AgentLimits;
  /** Slots that were accepted before, without this one. */
  held: readonly SlotWeight[];
  offer: SlotWeight;
  fileBytes: bigint;
  parameters: { accepting: boolean; minFileSize: bigint; maxFileSize: bigint };
  freeDiskBytes: bigint;
}

function bytesOf(slot: SlotWeight): bigint {
  return BigInt(slot.sectorBytes) + BigInt(slot.hotBytes);
}

/** The operator's limit that a slot would break, as a sentence; undefined if it fits. */
export function brokenLimit(input: LimitInput): string | undefined {
  const { limits, held, offer, parameters, fileBytes } = input;
  const deals = new Set(held.map((slot) => slot.deal.toLowerCase()));
  if (!deals.has(offer.deal.toLowerCase()) && deals.size >= limits.maxDeals) {
    return `At most ${limits.maxDeals} deals are allowed.`;
  }
  const total = held.reduce((sum, slot) => sum + bytesOf(slot), bytesOf(offer));
  if (limits.maxTotalBytes !== undefined && total > limits.maxTotalBytes) {
    return `At most ${limits.maxTotalBytes} bytes are allowed in all.`;
  }
  if (fileBytes < parameters.minFileSize || fileBytes > parameters.maxFileSize) {
    return `Files of ${fileBytes} bytes are not taken.`;
  }
  const needed = BigInt(offer.sectorBytes) * SEALING_SECTORS + BigInt(offer.hotBytes);
  if (input.freeDiskBytes - needed < limits.minFreeDiskBytes) {
    return `Sealing would leave less than ${limits.minFreeDiskBytes} bytes free on the disk.`;
  }
  return undefined;
}
