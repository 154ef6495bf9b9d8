#!/usr/bin/env node
/** `node scripts/forge.mjs build|test|…`: forge with the compiler from npm, offline, honest exit code. */
import { runForge } from './forge/run.mjs';

process.exitCode = await runForge(process.argv.slice(2));
