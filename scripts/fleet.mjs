// Supervisor of a local fleet: node scripts/fleet.mjs --portal URL --data FOLDER [--size 12]
// [--port 8640] [--rpc URL] [--profile dev]
import { parseArgs } from 'node:util';
import { startFleet } from './fleet/start-fleet.mjs';

function wholeNumber(text, name, max) {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw new Error(`--${name} is "${text}", which is not a whole number up to ${max}.`);
}

function options() {
  const { values } = parseArgs({
    options: {
      portal: { type: 'string', default: 'http://127.0.0.1:3000' },
      data: { type: 'string' },
      size: { type: 'string', default: '12' },
      port: { type: 'string', default: '8640' },
      rpc: { type: 'string' },
      // agents learn it from the portal; accepted so that every part takes the same flags
      profile: { type: 'string' },
    },
  });
  if (!values.data) throw new Error('--data names the folder of the fleet.');
  return {
    dataDir: values.data,
    portalUrl: values.portal,
    rpcUrl: values.rpc,
    size: wholeNumber(values.size, 'size', 200),
    controlPort: wholeNumber(values.port, 'port', 65_535),
    log: (line) => console.log(`${new Date().toISOString()} ${line}`),
  };
}

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => stop.abort());
const asked = new Promise((resolve) => stop.signal.addEventListener('abort', resolve));

try {
  const fleet = await startFleet(options());
  console.log(`fleet control at ${fleet.controlUrl}`);
  if (!stop.signal.aborted) {
    void fleet.ready().then(() => stop.signal.aborted || console.log('fleet ready'));
    await asked;
  }
  await fleet.stop();
} catch (error) {
  console.error(
    error.code === 'EADDRINUSE' ? 'The control port of the fleet is in use.' : error.message,
  );
  process.exitCode = 1;
}
process.exit();
