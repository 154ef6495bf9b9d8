import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import type { ProfileName } from '@/lib/core/protocol/profiles';

type Hex = `0x${string}`;

const hex32 = z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'must be 0x and 64 hex digits');
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'must be a 0x-address');
const url = z.url();
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** Every variable that the portal and the worker read, as it comes from the environment. */
export const serverEnvSchema = z
  .object({
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// URL'),
    DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10),
    DATA_DIR: z.string().min(1).default('.data'),
    PROFILE: z.enum(['test', 'dev', 'production']).default('dev'),
    RPC_URL: url,
    PUBLIC_RPC_URL: optional(url),
    CHAIN_ID: z.coerce.number().int().positive().default(31337),
    DEPLOYMENT_FILE: optional(z.string()),
    PORTAL_ORIGIN: url,
    S3_ENDPOINT: optional(url),
    S3_BUCKET: optional(z.string()),
    S3_REGION: z.string().default('us-east-1'),
    S3_ACCESS_KEY_ID: optional(z.string()),
    S3_SECRET_ACCESS_KEY: optional(z.string()),
    OBJECT_STORE_DIR: optional(z.string()),
    PORTAL_KEY: optional(hex32),
    VERIFIER_KEY: optional(hex32),
    RELAYER_KEY: optional(hex32),
    ADMIN_ADDRESSES: z.string().default(''),
    PUSH_CHANNEL: optional(address),
    PUSH_PRIVATE_KEY: optional(hex32),
    PUSH_ENV: z.enum(['prod', 'staging', 'dev', 'local']).default('staging'),
    PUSH_API_URL: optional(url),
    PUSH_CHAIN_ID: z.coerce.number().int().positive().default(11155111),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
      .default('info'),
    APP_VERSION: z.string().default('0.1.0'),
  })
  .superRefine((env, context) => {
    const s3 = [env.S3_BUCKET, env.S3_ACCESS_KEY_ID, env.S3_SECRET_ACCESS_KEY];
    if (s3.some(Boolean) && !s3.every(Boolean)) {
      context.addIssue({
        code: 'custom',
        path: ['S3_BUCKET'],
        message: 'S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together',
      });
    }
    if (env.PUSH_PRIVATE_KEY && !env.PUSH_CHANNEL) {
      context.addIssue({
        code: 'custom',
        path: ['PUSH_CHANNEL'],
        message: 'PUSH_PRIVATE_KEY is of no use without PUSH_CHANNEL',
      });
    }
    for (const item of addressList(env.ADMIN_ADDRESSES)) {
      if (!address.safeParse(item).success) {
        context.addIssue({
          code: 'custom',
          path: ['ADMIN_ADDRESSES'],
          message: `${item} is not an address`,
        });
      }
    }
  });

export type ObjectStoreConfig =
  | { kind: 'folder'; path: string }
  | {
      kind: 's3';
      endpoint?: string;
      bucket: string;
      region: string;
      accessKeyId: string;
      secretAccessKey: string;
    };

export interface PushConfig {
  channel: Hex;
  /** The worker's alone: the portal only has to know that there is a channel. */
  privateKey?: Hex;
  env: 'prod' | 'staging' | 'dev' | 'local';
  apiUrl?: string;
  chainId: number;
}

export interface ServerEnv {
  databaseUrl: string;
  /** Connections that this process may open through the Prisma pool. */
  databasePool: number;
  /** Absolute path. */
  dataDir: string;
  profile: ProfileName;
  rpcUrl: string;
  /** RPC URL that `/api/network` gives to agents and browsers. */
  publicRpcUrl: string;
  chainId: number;
  deploymentFile: string;
  portalOrigin: string;
  objectStore: ObjectStoreConfig;
  keys: { portal?: Hex; verifier?: Hex; relayer?: Hex };
  /** Lower-case. */
  adminAddresses: Hex[];
  push?: PushConfig;
  logLevel: string;
  version: string;
}

function addressList(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/**
 * Turns raw variables into a {@link ServerEnv}.
 * @throws AppError `ENV_INVALID` that lists every problem, one line each.
 */
export function parseServerEnv(raw: Record<string, string | undefined>): ServerEnv {
  const parsed = serverEnvSchema.safeParse(raw);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new AppError('ENV_INVALID', `The environment is not usable:\n  ${lines.join('\n  ')}`);
  }
  const env = parsed.data;
  const dataDir = path.resolve(/*turbopackIgnore: true*/ env.DATA_DIR);
  const deployment = env.DEPLOYMENT_FILE ?? defaultDeploymentFile(env.CHAIN_ID, dataDir);
  return {
    databaseUrl: env.DATABASE_URL,
    databasePool: env.DATABASE_POOL,
    dataDir,
    profile: env.PROFILE,
    rpcUrl: env.RPC_URL,
    publicRpcUrl: env.PUBLIC_RPC_URL ?? env.RPC_URL,
    chainId: env.CHAIN_ID,
    deploymentFile: path.resolve(/*turbopackIgnore: true*/ deployment),
    portalOrigin: new URL(env.PORTAL_ORIGIN).origin,
    objectStore: objectStoreConfig(env, dataDir),
    keys: {
      portal: env.PORTAL_KEY as Hex | undefined,
      verifier: env.VERIFIER_KEY as Hex | undefined,
      relayer: env.RELAYER_KEY as Hex | undefined,
    },
    adminAddresses: addressList(env.ADMIN_ADDRESSES).map((item) => item.toLowerCase() as Hex),
    push: pushConfig(env),
    logLevel: env.LOG_LEVEL,
    version: env.APP_VERSION,
  };
}

type RawEnv = z.infer<typeof serverEnvSchema>;

/** The local chain is thrown away with the data folder, so its addresses live there too. */
function defaultDeploymentFile(chainId: number, dataDir: string): string {
  return chainId === 31337
    ? path.join(dataDir, 'deployments', '31337.json')
    : path.join('contracts', 'deployments', `${chainId}.json`);
}

function objectStoreConfig(env: RawEnv, dataDir: string): ObjectStoreConfig {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId } = env;
  const secretAccessKey = env.S3_SECRET_ACCESS_KEY;
  if (bucket && accessKeyId && secretAccessKey) {
    const endpoint = env.S3_ENDPOINT;
    return { kind: 's3', endpoint, bucket, region: env.S3_REGION, accessKeyId, secretAccessKey };
  }
  return {
    kind: 'folder',
    path: path.resolve(
      /*turbopackIgnore: true*/ env.OBJECT_STORE_DIR ?? path.join(dataDir, 'objects'),
    ),
  };
}

function pushConfig(env: RawEnv): PushConfig | undefined {
  if (!env.PUSH_CHANNEL) return undefined;
  return {
    channel: env.PUSH_CHANNEL as Hex,
    privateKey: env.PUSH_PRIVATE_KEY as Hex | undefined,
    env: env.PUSH_ENV,
    apiUrl: env.PUSH_API_URL,
    chainId: env.PUSH_CHAIN_ID,
  };
}

let cached: ServerEnv | undefined;

/** The environment of this process, parsed on first use and then fixed. */
export function serverEnv(): ServerEnv {
  cached ??= parseServerEnv(process.env);
  return cached;
}

/** For tests only: replaces what {@link serverEnv} returns, or clears it. */
export function setServerEnv(env: ServerEnv | undefined): void {
  cached = env;
}
