import { CommanderError } from 'commander';
import { AppError } from '@/lib/core/errors';

/** Exit codes of `micro-node`; documented in the package's README. */
export const ExitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  config: 3,
  key: 4,
  locked: 5,
  network: 6,
} as const;

const byCode: Readonly<Record<string, number>> = {
  AGENT_USAGE: ExitCode.usage,
  PROOF_BAD_PARAMS: ExitCode.usage,
  SECTOR_BAD_SIZE: ExitCode.usage,
  AGENT_CONFIG_INVALID: ExitCode.config,
  AGENT_CONFIG_MISSING: ExitCode.config,
  AGENT_EXISTS: ExitCode.config,
  AGENT_STATE_INVALID: ExitCode.config,
  SIGNUP_CODE_EXPIRED: ExitCode.config,
  SIGNUP_CODE_UNKNOWN: ExitCode.config,
  SIGNUP_CODE_USED: ExitCode.config,
  NODE_TIME_ZONE_UNKNOWN: ExitCode.config,
  NODE_WINDOWS_INVALID: ExitCode.config,
  AGENT_KEYSTORE_INVALID: ExitCode.key,
  AGENT_PASSWORD_MISSING: ExitCode.key,
  AGENT_PASSWORD_WRONG: ExitCode.key,
  AGENT_HOME_LOCKED: ExitCode.locked,
  AGENT_PORTAL_UNREACHABLE: ExitCode.network,
  AGENT_FLEET_UNREACHABLE: ExitCode.network,
};

/** Exit code that tells a script what went wrong. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (AppError.is(error)) return byCode[error.code] ?? ExitCode.failed;
  return ExitCode.failed;
}
