import { recoverTypedDataAddress } from 'viem';
import { forwardRequestTypedData, type RelayCall, readRelayCall } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import type { ForwardRequest, SignedForward } from '@/lib/core/protocol/relay';
import type { Tx } from '@/lib/server/db';
import type { ChainContext } from '../context';

/** A request must live at least so long, or it could expire on its way. */
export const MIN_LIFETIME_SECONDS = 30;
/** A signed call that may be sent days later is a danger to its signer. */
export const MAX_LIFETIME_SECONDS = 24 * 3600;

/** Everything about a request that needs neither its nonce nor a simulation. */
export async function checkRequest(
  tx: Tx,
  context: ChainContext,
  { request, signature }: SignedForward,
): Promise<RelayCall> {
  checkForm(context, request);
  await checkSignature(context, { request, signature });
  return checkTarget(tx, context, request);
}

function checkForm(context: ChainContext, request: ForwardRequest): void {
  if (request.value !== 0n) {
    throw new AppError('RELAY_VALUE', 'Relayed calls carry no value.', {
      details: { value: request.value.toString() },
    });
  }
  const { relayGasCap } = context.traits;
  if (request.gas === 0n || request.gas > relayGasCap) {
    throw new AppError('RELAY_GAS', `The gas of a relayed call is between 1 and ${relayGasCap}.`, {
      details: { gas: request.gas.toString(), most: relayGasCap.toString() },
    });
  }
  const left = request.deadline - Math.floor(Date.now() / 1000);
  if (left < MIN_LIFETIME_SECONDS || left > MAX_LIFETIME_SECONDS) {
    throw new AppError(
      'RELAY_EXPIRED',
      `The deadline must be ${MIN_LIFETIME_SECONDS} s to ${MAX_LIFETIME_SECONDS} s from now.`,
      { details: { deadline: request.deadline, secondsLeft: left } },
    );
  }
}

async function checkSignature(
  context: ChainContext,
  { request, signature }: SignedForward,
): Promise<void> {
  const { forwarder } = context.deployment.contracts;
  const typed = forwardRequestTypedData(context.traits.chain.id, forwarder, request);
  const signer = await recoverTypedDataAddress({ ...typed, signature }).catch(() => undefined);
  if (signer?.toLowerCase() === request.from) return;
  throw new AppError('RELAY_SIGNATURE', 'The request is not signed by its sender.', {
    details: { from: request.from },
  });
}

async function checkTarget(
  tx: Tx,
  context: ChainContext,
  request: ForwardRequest,
): Promise<RelayCall> {
  const { registry } = context.deployment.contracts;
  if (request.to === registry) return known(readRelayCall('registry', request.data));
  const deal = await tx.deal.findUnique({ where: { address: request.to }, select: { id: true } });
  if (!deal) {
    throw new AppError('RELAY_TARGET', 'Calls are relayed to the registry and to deals only.', {
      details: { to: request.to },
    });
  }
  const call = known(readRelayCall('deal', request.data));
  await checkOwner(tx, deal.id, request, call);
  return call;
}

function known(call: RelayCall | undefined): RelayCall {
  if (call) return call;
  throw new AppError(
    'RELAY_TARGET',
    'This function is not relayed, or its arguments are malformed.',
  );
}

/** Nodes act on their own slots and payouts only. */
async function checkOwner(
  tx: Tx,
  dealId: string,
  { from }: ForwardRequest,
  call: RelayCall,
): Promise<void> {
  if (call.slot) {
    const { slot: index, generation } = call.slot;
    const row = await tx.slot.findFirst({
      where: { dealId, index, generation },
      orderBy: { generation: 'desc' },
      select: { node: true },
    });
    if (row?.node === from) return;
    throw new AppError('RELAY_FOREIGN_SLOT', 'This node does not hold the slot.', {
      details: { slot: index, generation: generation ?? 'newest' },
    });
  }
  const held = await tx.slot.findFirst({
    where: { dealId, node: from, payout: call.account === from ? undefined : call.account },
    select: { index: true },
  });
  if (held) return;
  throw new AppError('RELAY_FOREIGN_SLOT', 'This node was not paid to that account by the deal.');
}
