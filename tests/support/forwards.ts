import { type Address, encodeFunctionData, type Hex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { forwardRequestTypedData, microNodeRegistryAbi } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import type { ForwardRequest, SignedForward } from '@/lib/core/protocol/relay';
import { chainContext, createRelay, nextForwardNonce, prepareRelay } from '@/lib/server/chain';
import { sendRound } from '@/lib/server/chain/sender/run';
import { db } from '@/lib/server/db';
import { senderContext } from './chain-test';
import { registerNodeCall } from './deal-world';

export const lower = (address: string) => address.toLowerCase() as Address;

/** A forward request with usable defaults, signed by its sender or by somebody else. */
export async function signed(
  account: PrivateKeyAccount,
  to: Address,
  data: Hex,
  changes: Partial<ForwardRequest> = {},
  signer = account,
): Promise<SignedForward> {
  const from = lower(account.address);
  const request: ForwardRequest = {
    from,
    to,
    value: 0n,
    gas: 500_000n,
    nonce: changes.nonce ?? (await nextForwardNonce(from)),
    deadline: Math.floor(Date.now() / 1000) + 600,
    data,
    ...changes,
  };
  const { forwarder } = chainContext().deployment.contracts;
  const typed = forwardRequestTypedData(31337, forwarder, request);
  return { request, signature: await signer.signTypedData(typed) };
}

export async function relay(forward: SignedForward): Promise<{ relayId: string }> {
  const prepared = await prepareRelay(forward);
  return db().$transaction((tx) => createRelay(tx, prepared));
}

/** The error with which a request is refused. */
export async function refusal(forward: SignedForward): Promise<AppError> {
  const error = await relay(forward).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!AppError.is(error)) throw error ?? new Error('was accepted');
  return error;
}

export const setPayout = (to: Address) =>
  encodeFunctionData({ abi: microNodeRegistryAbi, functionName: 'setPayout', args: [to] });

/** A request by which the account registers itself. */
export const register = (account: PrivateKeyAccount, changes: Partial<ForwardRequest> = {}) =>
  signed(
    account,
    chainContext().deployment.contracts.registry,
    registerNodeCall(account.address),
    changes,
  );

/** Rounds of the relayer: batches are made, sent and looked after. */
export async function relayRounds(count = 3): Promise<void> {
  for (let i = 0; i < count; i++) await sendRound(senderContext('relayer'));
}

export async function payoutOf(node: Address): Promise<Address> {
  const record = await chainContext().client.readContract({
    address: chainContext().deployment.contracts.registry,
    abi: microNodeRegistryAbi,
    functionName: 'nodeOf',
    args: [node],
  });
  return record.payout;
}
