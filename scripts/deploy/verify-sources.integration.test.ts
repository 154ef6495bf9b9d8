import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAnvil } from '@/scripts/lib/anvil.mjs';
import { freePort } from '@/scripts/lib/ports.mjs';
import { deploy } from './deploy.mjs';
import { compilerVersion, standardInput } from './source-input.mjs';
import { startSourcify } from './support/sourcify-stand-in';
import { verifySources } from './verify-sources.mjs';

describe('the sources of a deployment', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'msp-sources-'));
  let anvil: Awaited<ReturnType<typeof startAnvil>>;
  let sourcify: Awaited<ReturnType<typeof startSourcify>>;
  let record: Awaited<ReturnType<typeof deploy>>;

  beforeAll(async () => {
    const logFile = path.join(folder, 'anvil.log');
    anvil = await startAnvil({ port: await freePort(), logFile, chainId: 31337 });
    const { rpcUrl } = anvil;
    const deploymentFile = path.join(folder, 'record.json');
    record = await deploy({ rpcUrl, profile: 'production', deploymentFile });
    sourcify = await startSourcify(rpcUrl);
  });
  afterAll(async () => {
    await sourcify.stop();
    await anvil.child.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const verify = (changed: Partial<typeof record.addresses> = {}) => {
    const lines: string[] = [];
    const addresses = { ...record.addresses, ...changed };
    const options = { server: sourcify.url, pollMs: 1, log: (line: string) => lines.push(line) };
    return verifySources({ ...record, addresses }, options).then((failed) => ({ failed, lines }));
  };

  it('does not pass for other code, and says which', async () => {
    const { failed } = await verify({ ledger: record.addresses.beacon });
    expect(failed).toEqual(['ProofLedger: The recompiled bytecode does not match.']);
  });

  it('gives the code on chain, contract by contract, and only once', async () => {
    const { failed, lines } = await verify();
    expect(failed).toEqual([]);
    const isKnown = (line: string) => line.endsWith(': already');
    expect(lines.filter((line) => !isKnown(line))).toEqual([
      `ProofLedger at ${record.addresses.ledger}: match`,
    ]);
    expect(lines.filter(isKnown)).toHaveLength(Object.keys(record.addresses).length - 1);
    expect(sourcify.seen).toContain(
      '@openzeppelin/contracts/metatx/ERC2771Forwarder.sol:ERC2771Forwarder',
    );
  });

  it('names no folder of the machine that made them', async () => {
    const { sources } = await standardInput('StorageDeal');
    for (const unit of Object.keys(sources))
      expect(unit).toMatch(/^(src|@openzeppelin\/contracts)\//);
    expect(compilerVersion()).toMatch(/^0\.8\.\d+\+commit\.[0-9a-f]{8}$/);
  });

  it('may wait: a service that is away is named, and nothing else happens', async () => {
    const server = `http://127.0.0.1:${await freePort()}`;
    const failed = await verifySources(record, { server });
    expect(failed).toHaveLength(Object.keys(record.addresses).length);
    expect(failed[0]).toContain('ECONNREFUSED');
  });
});
