import { formatEther } from 'viem';

/** What a finished demo run has to show. Amounts in attoFIL as decimal text. */
export interface DemoSummary {
  ok: boolean;
  deal: string;
  finalState: string;
  fileBytes: number;
  k: number;
  n: number;
  segments: number;
  sectors: number;
  sectorBytes: number;
  predictedUptime: { worstHour: number; worst: number; mean: number };
  nodesDown: string[];
  poreps: { accepted: number; rejected: number };
  posts: { accepted: number; rejected: number };
  periodsProved: number;
  paidIn: string;
  rewardsPaid: string;
  sealRewardsPaid: string;
  refund: string;
  /** Rating in basis points before the deal and after it, per node. */
  ratings: { node: string; before: number; after: number; work: string }[];
  sha256In: string;
  sha256Out: string;
  seconds: Record<string, number>;
}

const fil = (atto: string) => `${formatEther(BigInt(atto))} FIL`;
const percent = (share: number) => `${(share * 100).toFixed(3)} %`;

/** The summary as a person reads it. */
export function renderSummary(s: DemoSummary): string {
  const rows: [string, string][] = [
    ['deal', `${s.deal} ${s.finalState}`],
    ['code', `${s.k} of ${s.n} shards restore each of ${s.segments} segments`],
    ['sectors', `${s.sectors} of ${s.sectorBytes / 2 ** 20} MiB`],
    [
      'predicted uptime',
      `worst hour ${percent(s.predictedUptime.worst)}, mean ${percent(s.predictedUptime.mean)}`,
    ],
    ['PoReps', `${s.poreps.accepted} accepted, ${s.poreps.rejected} rejected`],
    [
      'PoSts',
      `${s.posts.accepted} accepted, ${s.posts.rejected} rejected, in ${s.periodsProved} periods`,
    ],
    ['nodes switched off', s.nodesDown.length === 0 ? 'none' : s.nodesDown.join(', ')],
    ['paid in', fil(s.paidIn)],
    ['rewards paid', `${fil(s.rewardsPaid)}, of that ${fil(s.sealRewardsPaid)} for sealing`],
    ['refund', fil(s.refund)],
    ['sha256 in', s.sha256In],
    ['sha256 out', `${s.sha256Out} ${s.sha256In === s.sha256Out ? '(equal)' : '(DIFFERENT)'}`],
    ...s.ratings.map((r): [string, string] => [
      `rating ${r.node.slice(0, 8)}…`,
      `${(r.before / 100).toFixed(2)} % → ${(r.after / 100).toFixed(2)} %, this deal ${r.work}`,
    ]),
    ...Object.entries(s.seconds).map(([name, n]): [string, string] => [`seconds ${name}`, `${n}`]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
