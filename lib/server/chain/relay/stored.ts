import type { ForwardRequestData } from '@/lib/core/chain';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import type { RelayRequest } from '@/lib/server/db/generated/client';

/** A stored request as the forwarder takes it. */
export function storedRequest(row: RelayRequest): ForwardRequestData {
  return {
    from: row.from as Address,
    to: row.to as Address,
    value: 0n,
    gas: row.gas,
    deadline: Number(row.deadline),
    data: row.data as Hex,
    signature: row.signature as Hex,
  };
}
