import { encodeFunctionData } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import * as registerRoute from '@/app/api/register-node/route';
import { microNodeRegistryAbi } from '@/lib/core/chain';
import { declaredHours, longestGap } from '@/lib/core/nodes';
import {
  type AvailabilityWindow,
  forwarderDomain,
  forwardRequestTypes,
  hoursMapHex,
} from '@/lib/core/protocol';
import { deployment } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { call, lower } from './support';

// What an agent sends to join the network, signed as the contracts want it.

export const windows: AvailabilityWindow[] = [
  { day: 0, from: '18:00', to: '02:00' },
  { day: 5, from: '00:00', to: '00:00' },
];

/** What `registerNode` is told; the same values stand in the body unless a test changes them. */
export function offer() {
  const hoursMap = declaredHours(windows, 'Europe/Berlin', new Date().toISOString());
  const maxSpan = longestGap(hoursMap) + 2;
  return {
    capacityBytes: 10n * 1024n ** 3n,
    hoursMap,
    parameters: { accepting: true, rate: 1000n, maxSpan, minFileSize: 0n, maxFileSize: 1n << 40n },
  };
}

export interface Signed {
  request: Record<string, string | number>;
  signature: `0x${string}`;
}

export async function signForward(
  account: PrivateKeyAccount,
  data: `0x${string}`,
  changes: Record<string, string | number> = {},
): Promise<Signed> {
  const { contracts, chainId } = deployment();
  const request = {
    from: lower(account.address),
    to: contracts.registry,
    value: '0',
    gas: '1000000',
    nonce: '0',
    deadline: Math.floor(Date.now() / 1000) + 600,
    data,
    ...changes,
  };
  const signature = await account.signTypedData({
    domain: forwarderDomain(chainId, contracts.forwarder),
    types: forwardRequestTypes,
    primaryType: 'ForwardRequest',
    message: {
      ...request,
      to: lower(`${request.to}`),
      from: lower(`${request.from}`),
      data: request.data as `0x${string}`,
      value: BigInt(request.value),
      gas: BigInt(request.gas),
      nonce: BigInt(request.nonce),
    },
  });
  return { request, signature };
}

export function registerCall(payout: `0x${string}`, values = offer()) {
  return encodeFunctionData({
    abi: microNodeRegistryAbi,
    functionName: 'registerNode',
    args: [payout, values.capacityBytes, values.hoursMap, values.parameters],
  });
}

/** A registration as an agent sends it. */
export async function registration(
  account: PrivateKeyAccount,
  changes: Record<string, unknown> = {},
  values = offer(),
) {
  const operator = lower(account.address);
  const { parameters, capacityBytes } = values;
  return {
    operator,
    payout: operator,
    capacityBytes: `${capacityBytes}`,
    timeZone: 'Europe/Berlin',
    windows,
    parameters: {
      ...parameters,
      rate: `${parameters.rate}`,
      minFileSize: `${parameters.minFileSize}`,
      maxFileSize: `${parameters.maxFileSize}`,
    },
    region: 'eu-central',
    forward: await signForward(account, registerCall(operator, values)),
    ...changes,
  };
}

export const register = (body: unknown, from = '203.0.113.9') =>
  call(registerRoute.POST, '/api/register-node', {
    method: 'POST',
    body,
    headers: { 'x-forwarded-for': from },
  });

/** The row that the chain follower would write. */
export const mirror = (operator: string) =>
  db().node.create({
    data: {
      operator,
      payout: operator,
      capacityBytes: 1000n,
      hoursMap: hoursMapHex(1n),
      accepting: true,
      rate: 1000,
      maxSpan: 160,
      minFileSize: 0n,
      maxFileSize: 1000n,
      fulfilments: 3n,
      commitments: 4n,
      registeredPeriod: 1n,
      registeredBlock: 1n,
    },
  });
