import { existsSync } from 'node:fs';
import { getAddress } from 'viem';
import { type AgentStatus, readStatus } from '../daemon/status';
import { readConfig } from '../store/config';
import type { Home } from '../store/home';
import { readKeystore } from '../store/keystore';
import { lockOwner } from '../store/lock';
import { readSlotRecords } from '../store/slots';

/** One agent at a glance, from its files alone: works whether it runs or not. */
export interface StatusReport {
  operator: string;
  home: string;
  portalUrl: string;
  running: boolean;
  pid?: number;
  state: AgentStatus['state'];
  online: boolean;
  chainId?: number;
  profile?: string;
  period?: string;
  slots: Record<string, number>;
  storedBytes: bigint;
  capacityBytes: bigint;
  lastProofPeriod?: bigint;
  unreadable: number;
  /** The seals at work, while the agent runs. */
  sealing: AgentStatus['sealing'];
  /** Why sealing stands still: `operator` (`micro-node pause`) or `busy`. */
  sealingPaused?: AgentStatus['sealingPaused'];
}

/** @throws AppError `AGENT_CONFIG_*`, `AGENT_KEYSTORE_INVALID` */
export async function status(home: Home): Promise<StatusReport> {
  const config = await readConfig(home.config);
  const keystore = await readKeystore(home.keystore);
  const [pid, said, records] = await Promise.all([
    lockOwner(home.lock),
    readStatus(home.status),
    readSlotRecords(home),
  ]);
  const slots: Record<string, number> = {};
  for (const { phase } of records) slots[phase] = (slots[phase] ?? 0) + 1;
  const periods = records.flatMap((r) => (r.lastProof ? [r.lastProof.period] : []));
  const isRunning = pid !== undefined && said?.pid === pid;
  return {
    operator: getAddress(`0x${keystore.address}`),
    home: home.dir,
    portalUrl: config.portalUrl,
    running: isRunning,
    pid: isRunning ? pid : undefined,
    state: isRunning ? said.state : 'stopped',
    online: isRunning && said.online,
    chainId: said?.chainId,
    profile: said?.profile,
    period: said?.period,
    slots,
    storedBytes: records.reduce((sum, r) => sum + BigInt(r.accepted ? r.offer.sectorBytes : 0), 0n),
    capacityBytes: config.capacityBytes,
    lastProofPeriod: periods.reduce<bigint | undefined>(
      (newest, p) => (newest === undefined || p > newest ? p : newest),
      undefined,
    ),
    unreadable: records.filter((r) => r.unreadable).length,
    sealing: isRunning ? said.sealing : [],
    sealingPaused: existsSync(home.pause) ? 'operator' : isRunning ? said.sealingPaused : undefined,
  };
}
