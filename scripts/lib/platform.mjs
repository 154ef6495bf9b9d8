import path from 'node:path';
import { anvilPart, fleetPart, portalPart, postgresPart, workerPart } from './parts.mjs';
import { claimRun } from './run-file.mjs';
import { choosePorts, dataDirOf, deploymentFileOf, fleetSizeOf, profileOf } from './settings.mjs';

/**
 * Starts the whole platform on one data folder and waits until each part is ready.
 *
 * @param {object} options
 * @param {string} [options.profile] `test`, `dev` (default) or `production`
 * @param {string} [options.dataDir] default `.data`
 * @param {Partial<Record<'portal'|'anvil'|'postgres'|'fleet', number>>} [options.ports] 0 = any free
 * @param {number} [options.fleetSize] nodes of the local fleet; 0 = none
 * @param {(line: string) => void} [options.log] progress for a person
 * @param {Record<string, string | undefined>} [options.env] environment of the parts
 * @param {(error: Error) => void} [options.onFailure] a part ended by itself
 * @param {AbortSignal} [options.signal] gives the start up
 */
export async function startPlatform(options = {}) {
  const failing = new AbortController();
  const context = contextOf(options);
  context.signal = AbortSignal.any([failing.signal, ...(options.signal ? [options.signal] : [])]);
  const run = await claimRun(context.dataDir, context.profile, context.say);
  const parts = new Map();
  let stopping;
  let ready = false;
  const fail = (error) => {
    if (stopping) return;
    if (ready) options.onFailure?.(error);
    else failing.abort(error);
  };
  const note = () =>
    run.update({
      urls: context.urls,
      children: [...parts.values()].map(({ child: { name, pid, start } }) => ({
        name,
        pid,
        start,
      })),
    });

  async function startPart(part) {
    context.signal.throwIfAborted();
    await part.start(context, (started) => {
      parts.set(part.name, { part, child: started });
      watch(parts, part.name, started, fail);
      note();
    });
    note();
  }

  function stop() {
    stopping ??= stopParts(parts, context.say).finally(() => run.release());
    return stopping;
  }

  try {
    context.ports = await choosePorts(options.ports ?? {}, context.env, portsOf(context));
    for (const part of partsOf(context)) await startPart(part);
    run.update({ ready: true });
    ready = true;
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    urls: context.urls,
    dataDir: context.dataDir,
    profile: context.profile,
    deploymentFile: context.env.DEPLOYMENT_FILE || deploymentFileOf(context.dataDir),
    stop,
    /** Process ids by part. */
    pids: () => Object.fromEntries([...parts].map(([name, { child }]) => [name, child.pid])),
    /** Sends a signal to one part, which then may end without that counting as a failure. */
    async kill(name, signal = 'SIGKILL') {
      const entry = entryOf(parts, name);
      entry.expected = true;
      entry.child.kill(signal);
      await entry.child.exited;
    },
    /** Stops one part if it runs, and starts it again on the same data and port. */
    async restart(name) {
      const entry = entryOf(parts, name);
      entry.expected = true;
      await entry.child.stop();
      await startPart(entry.part);
    },
    /** Log file of a part. */
    logFile: (name) => entryOf(parts, name).child.logFile,
  };
}

function contextOf(options) {
  const env = options.env ?? process.env;
  const dataDir = options.dataDir ? path.resolve(options.dataDir) : dataDirOf(env);
  return {
    env,
    dataDir,
    profile: profileOf(options.profile ?? env.PROFILE),
    fleetSize: options.fleetSize ?? fleetSizeOf(env),
    logFile: (name) => path.join(dataDir, 'logs', `${name}.log`),
    say: options.log ?? (() => undefined),
    /** @type {{ portal?: string, rpc?: string, database?: string, fleet?: string }} */
    urls: {},
  };
}

/** What a run has to start itself: a database or a chain that is named is not ours. */
function partsOf({ env, fleetSize }) {
  return [
    ...(env.DATABASE_URL ? [] : [postgresPart]),
    ...(env.RPC_URL ? [] : [anvilPart]),
    workerPart,
    portalPart,
    ...(fleetSize > 0 ? [fleetPart] : []),
  ];
}

function portsOf(context) {
  return partsOf(context).flatMap((part) => part.port ?? []);
}

function entryOf(parts, name) {
  const entry = parts.get(name);
  if (!entry) throw new Error(`There is no part ${name} in this run.`);
  return entry;
}

function watch(parts, name, child, fail) {
  child.exited.then((reason) => {
    const entry = parts.get(name);
    if (entry?.child !== child || entry.expected) return;
    fail(new Error(`${name} ${reason}. The last lines of ${child.logFile}:\n${child.tail()}`));
  });
}

/** Last started, first stopped. */
async function stopParts(parts, say) {
  const running = [...parts.values()].reverse();
  for (const { child } of running) {
    if (child.alive()) say(`Stopping ${child.name}`);
    await child.stop();
  }
}
