import { z } from 'zod';
import { address, hash } from './primitives';

/** Contract addresses of one deployment. */
export const contracts = z.object({
  registry: address,
  factory: address,
  ledger: address,
  beacon: address,
  forwarder: address,
});

/** `GET /api/network`: what an agent or a browser needs to join. */
export const network = z.object({
  chainId: z.int().positive(),
  chainName: z.string(),
  rpcUrl: z.url(),
  contracts,
  profile: z.enum(['test', 'dev', 'production']),
  periodSeconds: z.int().positive(),
  simulatedClock: z.boolean(),
  genesisHash: hash,
  /** Block of the deployment; a safe JSON number. */
  deployedAtBlock: z.int().min(0),
  version: z.string(),
});
export type Network = z.output<typeof network>;
export type NetworkJson = z.input<typeof network>;

/** One dependency of the portal. */
export const readinessCheck = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() });

/**
 * `GET /api/ready`: 200 when every check is ok, else 503 with the same body. `warnings` are
 * sentences about what somebody has to see to, although the portal can serve.
 */
export const readiness = z.object({
  ok: z.boolean(),
  checks: z.array(readinessCheck),
  warnings: z.array(z.string()),
});
export type Readiness = z.output<typeof readiness>;

/** `GET /api/health`: the process answers. */
export const health = z.object({ ok: z.literal(true), version: z.string() });
