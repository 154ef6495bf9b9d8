import { finalisedBlock } from '../clock';
import type { SenderContext } from './signer';

/** Where the chain stands for one signer. */
export interface Head {
  block: bigint;
  /** Newest final block. */
  finalised: bigint;
  /** Nonce that the next mined transaction must have. */
  nonce: number;
  /** The same as of the newest final block. */
  finalisedNonce: number;
}

export async function readHead(context: SenderContext): Promise<Head> {
  const { client, signer } = context;
  const { address } = signer.account;
  const [block, final] = await Promise.all([client.getBlockNumber(), finalisedBlock(context)]);
  const [nonce, finalisedNonce] = await Promise.all([
    client.getTransactionCount({ address, blockTag: 'latest' }),
    client.getTransactionCount({ address, blockNumber: final.number }),
  ]);
  return { block, finalised: final.number, nonce, finalisedNonce };
}
