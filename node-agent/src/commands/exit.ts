import { type Address, encodeFunctionData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { storageDealAbi } from '@/lib/core/chain/abi';
import { chainSlotStates } from '@/lib/core/chain/types';
import { AppError } from '@/lib/core/errors';
import { network as networkSchema } from '@/lib/core/protocol';
import { ChainReader } from '../daemon/chain';
import { PortalClient } from '../daemon/portal-client';
import { RelayClient } from '../daemon/relay';
import { AgentSession } from '../daemon/session';
import { sleep } from '../daemon/wait';
import { readConfig } from '../store/config';
import type { Home } from '../store/home';
import { decryptKey, readKeystore } from '../store/keystore';
import { readSlotRecords } from '../store/slots';

/** Which slots to leave. */
export interface ExitRequest {
  home: Home;
  password: () => Promise<string>;
  deal: Address;
  /** All of this node's slots in the deal where it is absent. */
  slot?: number;
  signal: AbortSignal;
}

/** A slot that this node leaves. */
export interface LeavingSlot {
  slot: number;
  generation: number;
  /** Last period that is promised and paid; 0 when the deal had not started, and it ended at once. */
  end: bigint;
}

/** The own RPC node may be a few blocks behind the portal's. */
const SEEN_MS = 60_000;
const ENDED = chainSlotStates.indexOf('Ended');

async function endOf(chain: ChainReader, request: ExitRequest, slot: number): Promise<bigint> {
  const until = Date.now() + SEEN_MS;
  for (;;) {
    const { end, state } = await chain.slot(request.deal, slot);
    if (end !== 0n || state === ENDED || Date.now() > until) return end;
    await sleep(500, request.signal);
    request.signal.throwIfAborted();
  }
}

/**
 * Gives notice for slots of a deal. They have to be kept and proved until their end, a day of
 * periods later, and are paid until then; the running agent goes on with them and deletes them
 * afterwards.
 *
 * @throws AppError `AGENT_USAGE` when this home holds no such slot, and the relay's refusals, such as
 *   `SLOT_LEAVES` for one that leaves already
 */
export async function exit(request: ExitRequest): Promise<{ slots: LeavingSlot[] }> {
  const { home, deal, signal } = request;
  const config = await readConfig(home.config);
  const offers = (await readSlotRecords(home))
    .filter(({ phase }) => phase === 'live' || phase === 'proved')
    .map((record) => record.offer)
    .filter((offer) => offer.deal.toLowerCase() === deal.toLowerCase())
    .filter((offer) => request.slot === undefined || offer.slot === request.slot);
  if (offers.length === 0) {
    throw new AppError(
      'AGENT_USAGE',
      'This computer holds no such proved slot; see `micro-node list`.',
    );
  }
  const keystore = await readKeystore(home.keystore);
  const operator = privateKeyToAccount(await decryptKey(keystore, await request.password()));
  const portal = new PortalClient(config.portalUrl);
  const network = await portal.json(networkSchema, {
    path: '/api/network',
    anonymous: true,
    signal,
  });
  const chain = new ChainReader(network, config.rpcUrl ?? network.rpcUrl);
  portal.authenticate(new AgentSession(portal, operator, network));
  const relay = new RelayClient(portal, operator, network, chain);
  const slots: LeavingSlot[] = [];
  for (const { slot, generation } of offers) {
    const data = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'exitSlot',
      args: [slot, generation],
    });
    await relay.wait(await relay.submit(deal, data, signal), signal);
    slots.push({ slot, generation, end: await endOf(chain, request, slot) });
  }
  return { slots };
}
