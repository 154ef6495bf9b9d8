import { readFileSync, statSync } from 'node:fs';
import { type Deployment, deploymentSchema } from '@/lib/core/chain/deployment';
import { AppError } from '@/lib/core/errors';
import { serverEnv } from '@/lib/server/env';

let cached: { file: string; modified: number; value: Deployment } | undefined;

/**
 * The contracts that this process works with, out of the deployment file. Read again when the
 * file changes, as it does when a local chain is started afresh.
 *
 * @throws AppError `DEPLOYMENT_MISSING`, `DEPLOYMENT_INVALID`
 */
export function deployment(file = serverEnv().deploymentFile): Deployment {
  const modified = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (modified === undefined) {
    throw new AppError('DEPLOYMENT_MISSING', `There is no deployment file at ${file}.`);
  }
  if (cached?.file !== file || cached.modified !== modified) {
    cached = { file, modified, value: parse(file) };
  }
  return cached.value;
}

function parse(file: string): Deployment {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AppError('DEPLOYMENT_INVALID', `${file} is not JSON.`, { cause });
  }
  const result = deploymentSchema.safeParse(json);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AppError('DEPLOYMENT_INVALID', `${file} is not usable:\n  ${lines.join('\n  ')}`);
}
