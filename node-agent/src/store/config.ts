import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { localWindowsSchema } from '@/lib/core/nodes';
import { address, big, nodeParameters, uint } from '@/lib/core/protocol';
import { readJson, writeJson } from './atomic';

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const httpUrl = z.url({ protocol: /^https?$/ });

/** What the operator allows this computer to do, whatever the portal plans. */
export const limitsSchema = z.object({
  /** Most deals at a time. */
  maxDeals: z.int().min(0).default(1000),
  /** Most bytes of sectors and hot copies together; not set = the capacity. */
  maxTotalBytes: big.optional(),
  /** Bytes that must stay free on the disk. */
  minFreeDiskBytes: big.default(1n << 30n),
  /** Bytes per second in each direction, 0 = unlimited. */
  bandwidth: z.int().min(0).default(0),
});

/** How much sealing, the only heavy work, may be felt on this computer. */
export const sealingSchema = z.object({
  /** Everything else goes first, the agent's own proofs too. On Linux. */
  lowPriority: z.boolean().default(false),
  /** Sealing stands still while other programs take more than this of all processors. */
  pauseAbovePercent: z.int().min(1).max(100).optional(),
  /** Sectors at a time: each takes one processor and two sectors of memory. */
  atOnce: z.int().min(1).max(16).default(1),
});

/** `config.json` of a home. Sizes in bytes and money in attoFIL as decimal strings. */
export const configSchema = z.object({
  version: z.literal(1),
  portalUrl: httpUrl,
  /** Own node of the chain instead of the portal's default. */
  rpcUrl: httpUrl.optional(),
  /** Where earnings go; not set = the operator's address. */
  payout: address.optional(),
  capacityBytes: uint(64).refine((v) => v > 0n, 'Expected more than 0.'),
  timeZone: z.string().refine(isTimeZone, 'Expected an IANA time zone.'),
  windows: localWindowsSchema,
  region: z.string().min(1).max(64).optional(),
  parameters: nodeParameters.refine((p) => p.minFileSize <= p.maxFileSize, {
    message: 'Expected minFileSize ≤ maxFileSize.',
  }),
  limits: limitsSchema,
  sealing: sealingSchema.prefault({}),
  /** Put digests on chain and open disputes where portal or verifier leave proofs out. */
  disputes: z.boolean().default(true),
  /** Added to the process priority (0 to 19): the computer belongs to its user. */
  niceness: z.int().min(0).max(19).default(10),
});

export type AgentConfig = z.output<typeof configSchema>;
export type AgentLimits = AgentConfig['limits'];

/** @throws AppError `AGENT_CONFIG_MISSING`, `AGENT_CONFIG_INVALID` with every problem */
export async function readConfig(file: string): Promise<AgentConfig> {
  const config = await readJson(file, configSchema, 'AGENT_CONFIG_INVALID');
  if (config) return config;
  throw new AppError(
    'AGENT_CONFIG_MISSING',
    'There is no agent here; run `micro-node init` first.',
  );
}

/** What a run uses instead of what is configured. */
export interface ConfigOverrides {
  portalUrl?: string;
  rpcUrl?: string;
  sealing?: Partial<AgentConfig['sealing']>;
}

/** @throws AppError `AGENT_CONFIG_INVALID` */
export function applyOverrides(config: AgentConfig, overrides: ConfigOverrides): AgentConfig {
  const { portalUrl = config.portalUrl, rpcUrl = config.rpcUrl, sealing = {} } = overrides;
  for (const [name, url] of Object.entries({ portalUrl, rpcUrl })) {
    if (url === undefined || httpUrl.safeParse(url).success) continue;
    throw new AppError('AGENT_CONFIG_INVALID', `${name} is "${url}", which is not an address.`);
  }
  const given = Object.entries(sealing).filter(([, value]) => value !== undefined);
  return {
    ...config,
    portalUrl,
    rpcUrl,
    sealing: { ...config.sealing, ...Object.fromEntries(given) },
  };
}

/**
 * Checks and stores a configuration.
 *
 * @throws AppError `AGENT_CONFIG_INVALID`
 */
export async function writeConfig(file: string, config: AgentConfig): Promise<void> {
  const encoded = z.safeEncode(configSchema, config);
  if (encoded.success) return writeJson(file, encoded.data);
  const problems = encoded.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  throw new AppError(
    'AGENT_CONFIG_INVALID',
    `These settings are not valid: ${problems.join('; ')}.`,
  );
}
