import { CommanderError } from 'commander';
import { AppError } from '@/lib/core/errors';
import { agentEnv } from '../env';
import { exitCodeOf } from './exit-codes';
import { toJson } from './output';
import { createProgram } from './program';

/** A stopped agent has so long to finish what it does. */
const STOP_MS = 8000;

function report(error: unknown, isJson: boolean): void {
  if (error instanceof CommanderError) return; // said already, with the usage
  const code = AppError.is(error) ? error.code : 'AGENT_FAILED';
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(isJson ? `${toJson({ error: { code, message } })}\n` : `${message}\n`);
}

/** First signal: stop in good order; second, or no end in time: stop at once. */
function stopOnSignals(stop: AbortController): void {
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    setTimeout(() => process.exit(0), STOP_MS).unref();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const stop = new AbortController();
  stopOnSignals(stop);
  try {
    const program = createProgram({
      env: agentEnv(),
      out: (text) => process.stdout.write(text),
      err: (text) => process.stderr.write(text),
      signal: stop.signal,
    });
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    report(error, args.includes('--json'));
    return exitCodeOf(error);
  }
}

// Open sockets of a stopped agent would keep the process alive.
process.exit(await main());
