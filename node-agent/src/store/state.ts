import { z } from 'zod';
import { big, hash, type Network } from '@/lib/core/protocol';
import { readJson, writeJson } from './atomic';

/** What an agent must remember between runs beside its slots. */
const stateSchema = z.object({
  version: z.literal(1),
  /** Chain that the slots belong to: id and hash of its first block. */
  chain: z.object({ id: z.int(), genesisHash: hash, registry: z.string() }).optional(),
  /** Newest inbox event that is done. */
  inboxSeq: big,
});

export type AgentState = z.output<typeof stateSchema>;

/** True if the slots of this state belong to the chain of this network. */
export function isOfNetwork({ chain }: AgentState, network: Network): boolean {
  return (
    chain?.id === network.chainId &&
    chain.genesisHash === network.genesisHash &&
    chain.registry === network.contracts.registry
  );
}

/** The stored state, or a fresh one. */
export async function readState(file: string): Promise<AgentState> {
  return (await readJson(file, stateSchema)) ?? { version: 1, inboxSeq: 0n };
}

export function writeState(file: string, state: AgentState): Promise<void> {
  return writeJson(file, z.encode(stateSchema, state));
}
