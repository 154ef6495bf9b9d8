#!/usr/bin/env node
/**
 * Shows the sources of a deployment to a server of Sourcify's API, from which explorers take them.
 *
 *   node scripts/verify-sources.mjs --chain 314159 [--record FILE] [--server URL]
 */
import { parseArgs } from 'node:util';
import { defaultRecordFile, readRecord } from './deploy/record.mjs';
import { verifySources } from './deploy/verify-sources.mjs';

const { values } = parseArgs({
  options: {
    chain: { type: 'string', default: '314159' },
    record: { type: 'string' },
    server: { type: 'string' },
  },
});

const file = values.record ?? defaultRecordFile(Number(values.chain));
const record = await readRecord(file);
if (!record) {
  console.error(`${file} does not exist: deploy first.`);
  process.exitCode = 1;
} else {
  const failed = await verifySources(record, { server: values.server, log: console.log });
  if (failed.length > 0) process.exitCode = 1;
}
