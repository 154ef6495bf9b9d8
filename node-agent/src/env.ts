import { z } from 'zod';
import { AppError } from '@/lib/core/errors';

const schema = z.object({
  MICRO_NODE_HOME: z.string().min(1).optional(),
  MICRO_NODE_PASSWORD: z.string().min(1).optional(),
  MICRO_NODE_PASSWORD_FILE: z.string().min(1).optional(),
  MICRO_NODE_FLEET: z.url({ protocol: /^https?$/ }).optional(),
  MICRO_NODE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** What the agent takes from its environment; command line flags win over it. */
export interface AgentEnv {
  home?: string;
  password?: string;
  passwordFile?: string;
  /** Control address of a local fleet. */
  fleetUrl?: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** Reads the environment. The only place of the agent that does. */
export function agentEnv(source: NodeJS.ProcessEnv = process.env): AgentEnv {
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
    throw new AppError(
      'AGENT_CONFIG_INVALID',
      `The environment is not valid: ${problems.join('; ')}.`,
    );
  }
  const env = parsed.data;
  return {
    home: env.MICRO_NODE_HOME,
    password: env.MICRO_NODE_PASSWORD,
    passwordFile: env.MICRO_NODE_PASSWORD_FILE,
    fleetUrl: env.MICRO_NODE_FLEET,
    logLevel: env.MICRO_NODE_LOG_LEVEL,
  };
}
