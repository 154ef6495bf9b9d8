import path from 'node:path';
import { hexToBytes } from 'viem';
import { proverIdOf, type ReplicaInputs, sectorIdOf } from '@/lib/core/proofs';
import type { AgentSlot } from '@/lib/core/protocol';
import { sealParamsOf } from '../engine';
import { slotKey } from '../store/slots';
import type { AgentContext } from './context';

/** Where the files of one slot are. */
export interface SectorPaths {
  dir: string;
  /** The shard, complete and checked. */
  payload: string;
  /** Folder of the engine. */
  seal: string;
  /** Newest PoRep body. */
  porep: string;
}

export function sectorPaths(ctx: Pick<AgentContext, 'slots'>, offer: AgentSlot): SectorPaths {
  const dir = ctx.slots.sectorDir(slotKey(offer));
  const at = (name: string) => path.join(dir, name);
  return { dir, payload: at('payload'), seal: at('seal'), porep: at('porep.bin') };
}

/** Public inputs of a slot's replica; the ticket was compared with the chain before. */
export function replicaInputs(
  ctx: Pick<AgentContext, 'operator'>,
  offer: AgentSlot,
): ReplicaInputs {
  return {
    proverId: proverIdOf(ctx.operator.address),
    sectorId: sectorIdOf(offer.deal, offer.slot, offer.generation),
    ticket: hexToBytes(offer.ticket),
    commD: hexToBytes(offer.commD),
  };
}

/** Everything that the engine asks for when it works on a slot's sector. */
export function sectorJob(ctx: AgentContext, offer: AgentSlot) {
  return {
    ...replicaInputs(ctx, offer),
    dir: sectorPaths(ctx, offer).seal,
    params: sealParamsOf(ctx.profile, offer.sectorBytes),
    signal: ctx.signal,
  };
}
