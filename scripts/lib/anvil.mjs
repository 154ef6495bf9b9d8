import fs from 'node:fs';
import path from 'node:path';
import { platformBinary } from '../forge/platform-binary.mjs';
import { startChild } from './child.mjs';
import { fatal, waitUntil } from './wait.mjs';

export const LOCAL_CHAIN_ID = 31337;

/**
 * Starts the local chain on 127.0.0.1 and waits until it answers.
 * With `stateFile` the chain is kept: written every `stateSeconds` and at SIGINT.
 * `blockSeconds` 0 mines one block for each transaction; `hardfork` is anvil's newest by default.
 */
export async function startAnvil(options) {
  const { port, logFile, stateFile, blockSeconds = 0, stateSeconds = 10 } = options;
  const args = ['--host', '127.0.0.1', '--port', String(port), '--quiet'];
  args.push('--chain-id', String(options.chainId ?? LOCAL_CHAIN_ID));
  // Otherwise `finalized` stays at block 0.
  args.push('--slots-in-an-epoch', '1', '--accounts', '20', '--balance', '100000');
  // Deals are small programs; blocks of Filecoin's size leave room for a whole publication.
  args.push('--gas-limit', '10000000000');
  if (options.hardfork) args.push('--hardfork', options.hardfork);
  if (blockSeconds > 0) args.push('--block-time', String(blockSeconds));
  if (stateFile) {
    fs.mkdirSync(path.dirname(stateFile), { recursive: true });
    prepareState(stateFile);
    args.push('--state', stateFile, '--state-interval', String(stateSeconds));
  }
  const work = path.join(path.dirname(path.resolve(logFile)), 'anvil-cache');
  fs.rmSync(work, { recursive: true, force: true });
  args.push('--cache-path', work);
  const child = startChild('anvil', platformBinary('anvil'), args, {
    logFile,
    env: { PATH: process.env.PATH ?? '', HOME: work, NO_COLOR: '1' },
    // The only signal at which it writes its state.
    stopSignal: 'SIGINT',
    graceSeconds: 30,
  });
  options.started?.(child);
  const rpcUrl = `http://127.0.0.1:${port}`;
  await waitUntil('The local chain', async () => {
    if (!child.alive()) {
      throw fatal(`The local chain ${child.reason()}; its last lines:\n${child.tail()}`);
    }
    return Number(await rpc(rpcUrl, 'eth_chainId')) > 0;
  });
  return { child, rpcUrl };
}

/**
 * Makes the kept chain one that anvil starts from faithfully.
 *
 * A kill in the middle of a write leaves half a file, at which anvil would not start. Then the
 * copy of the last good one serves, and the chain follower treats the lost blocks as a reorg.
 */
function prepareState(stateFile) {
  const good = `${stateFile}.good`;
  const state = readState(stateFile) ?? readState(good);
  if (!state) {
    fs.rmSync(stateFile, { force: true });
    return;
  }
  const text = JSON.stringify({ ...state, blocks: withoutSpareGenesis(state.blocks) });
  for (const file of [good, stateFile]) {
    fs.writeFileSync(`${file}.part`, text);
    fs.renameSync(`${file}.part`, file);
  }
}

function readState(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Each start of anvil makes a genesis of its own before it loads the kept blocks, and dumps both;
 * with two of them in the file the next start answers with either. The oldest is the real one.
 */
function withoutSpareGenesis(blocks) {
  const isGenesis = (block) => Number(block.header.number) === 0;
  const time = (block) => Number(block.header.timestamp);
  const genesis = blocks.filter(isGenesis).sort((a, b) => time(a) - time(b))[0];
  return blocks.filter((block) => !isGenesis(block) || block === genesis);
}

/** One JSON-RPC call. */
export async function rpc(url, method, params = []) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(10_000),
  });
  const { result, error } = await response.json();
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}
