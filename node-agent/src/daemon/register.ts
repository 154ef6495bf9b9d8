import { encodeFunctionData } from 'viem';
import type { z } from 'zod';
import { microNodeRegistryAbi } from '@/lib/core/chain/abi';
import { AppError } from '@/lib/core/errors';
import { declaredHours } from '@/lib/core/nodes';
import { type registerNode, relayAccepted } from '@/lib/core/protocol';
import type { AgentConfig } from '../store/config';
import { messageOf } from './chain';
import type { AgentContext } from './context';
import { isTransient } from './portal-client';
import { backoff, sleep } from './wait';

const RETRY_MS = { base: 1000, max: 60_000 };
const SEEN_MS = 120_000;

/** What the configuration offers, in the registry's terms. */
export function offerOf(config: AgentConfig, operator: `0x${string}`, now: Date) {
  return {
    payout: config.payout ?? operator,
    capacityBytes: config.capacityBytes,
    hoursMap: declaredHours(config.windows, config.timeZone, now.toISOString()),
    parameters: config.parameters,
  };
}

async function register(ctx: AgentContext): Promise<void> {
  const operator = ctx.operator.address;
  const { registry } = ctx.network.contracts;
  const offer = offerOf(ctx.config, operator, new Date());
  const args = [offer.payout, offer.capacityBytes, offer.hoursMap, offer.parameters] as const;
  const data = encodeFunctionData({
    abi: microNodeRegistryAbi,
    functionName: 'registerNode',
    args,
  });
  const nonce = await ctx.chain.forwarderNonce(operator);
  const gas = await ctx.chain.forwardedGas(operator, registry, data);
  const forward = await ctx.relay.sign(registry, data, nonce, (gas * 140n) / 100n);
  const { capacityBytes, timeZone, windows, region, parameters } = ctx.config;
  const { rate, minFileSize, maxFileSize } = parameters;
  const body: z.input<typeof registerNode> = {
    operator,
    payout: offer.payout,
    capacityBytes: capacityBytes.toString(),
    timeZone,
    windows,
    region,
    parameters: {
      ...parameters,
      rate: rate.toString(),
      minFileSize: minFileSize.toString(),
      maxFileSize: maxFileSize.toString(),
    },
    forward,
  };
  const request = { method: 'POST', path: '/api/register-node', body, anonymous: true } as const;
  await ctx.portal.json(relayAccepted, { ...request, signal: ctx.signal });
}

async function untilKnown(ctx: AgentContext): Promise<boolean> {
  const end = Date.now() + SEEN_MS;
  while (!ctx.signal.aborted && Date.now() < end) {
    if (await ctx.chain.node(ctx.operator.address)) return true;
    await sleep(ctx.profile.blockSeconds * 500, ctx.signal);
  }
  return false;
}

/** Registers the node if the registry does not know it; tries until it is there or aborted. */
export async function ensureRegistered(ctx: AgentContext): Promise<void> {
  for (let failures = 0; !ctx.signal.aborted; failures++) {
    try {
      if (await ctx.chain.node(ctx.operator.address)) return;
      await register(ctx).catch((error) => {
        // an earlier request is on its way: wait for it
        if (!AppError.is(error, 'NODE_ALREADY_REGISTERED')) throw error;
      });
      if (await untilKnown(ctx)) {
        ctx.log.info('node registered', { operator: ctx.operator.address });
        return;
      }
    } catch (error) {
      if (ctx.signal.aborted) return;
      ctx.log.warn('not registered yet', { error, reason: messageOf(error) });
    }
    await sleep(backoff(failures, RETRY_MS.base, RETRY_MS.max), ctx.signal);
  }
}

/** Calls that bring the registry's record to what the configuration says; usually none. */
export async function pendingUpdates(
  ctx: AgentContext,
): Promise<{ name: string; data: `0x${string}` }[]> {
  const node = await ctx.chain.node(ctx.operator.address);
  if (!node || node.retired) return [];
  const abi = microNodeRegistryAbi;
  const want = offerOf(ctx.config, ctx.operator.address, new Date());
  const updates: { name: string; data: `0x${string}` }[] = [];
  if (node.hoursMap !== want.hoursMap) {
    const data = encodeFunctionData({
      abi,
      functionName: 'setAvailability',
      args: [want.hoursMap],
    });
    updates.push({ name: 'setAvailability', data });
  }
  if (node.capacityBytes !== want.capacityBytes) {
    const data = encodeFunctionData({
      abi,
      functionName: 'setCapacity',
      args: [want.capacityBytes],
    });
    updates.push({ name: 'setCapacity', data });
  }
  if (node.payout.toLowerCase() !== want.payout.toLowerCase()) {
    const data = encodeFunctionData({ abi, functionName: 'setPayout', args: [want.payout] });
    updates.push({ name: 'setPayout', data });
  }
  const fields = ['accepting', 'rate', 'maxSpan', 'minFileSize', 'maxFileSize'] as const;
  const mask = fields.reduce(
    (bits, field, i) =>
      node.parameters[field] === want.parameters[field] ? bits : bits | (1 << i),
    0,
  );
  if (mask !== 0) {
    const args = [mask, want.parameters] as const;
    updates.push({
      name: 'setParameters',
      data: encodeFunctionData({ abi, functionName: 'setParameters', args }),
    });
  }
  return updates;
}

async function syncOffer(ctx: AgentContext): Promise<void> {
  for (const { name, data } of await pendingUpdates(ctx)) {
    const id = await ctx.relay.submit(ctx.network.contracts.registry, data, ctx.signal);
    await ctx.relay.wait(id, ctx.signal);
    ctx.log.info('offer updated', { call: name });
  }
}

/**
 * Tells the registry about settings that were changed while the agent was off, as soon as the portal
 * is there to relay them. What the registry refuses is not tried again.
 */
export async function keepOffer(ctx: AgentContext): Promise<void> {
  for (let failures = 0; !ctx.signal.aborted; failures++) {
    try {
      return await syncOffer(ctx);
    } catch (error) {
      if (ctx.signal.aborted) return;
      ctx.log.warn('offer not updated', { error });
      if (!isTransient(error)) return;
      await sleep(backoff(failures, RETRY_MS.base, RETRY_MS.max), ctx.signal);
    }
  }
}
