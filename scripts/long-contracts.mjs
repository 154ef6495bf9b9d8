#!/usr/bin/env node
/**
 * `npm run contracts:long`: 10,000 runs of every fuzz test and 500,000 calls of the invariants' actors
 * (profile `long` of contracts/foundry.toml). Takes half an hour on a quiet machine; arguments go to forge.
 */
import { runForge } from './forge/run.mjs';

const settings = { FOUNDRY_PROFILE: 'long' };
process.exitCode = await runForge(['test', ...process.argv.slice(2)], { settings });
